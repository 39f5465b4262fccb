//! Answers of S3's in XML. Source: the Amazon S3 API reference.

use crate::xml::Xml;

const NAMESPACE: &str = "http://s3.amazonaws.com/doc/2006-03-01/";

/// A page of a list of objects.
pub struct ObjectList<'l> {
    /// The bucket.
    pub bucket: &'l str,
    /// What the keys start with.
    pub prefix: &'l str,
    /// The key that the page starts behind.
    pub marker: &'l str,
    /// How many keys it may have.
    pub max_keys: usize,
    /// Whether the client asked for percent-encoded keys. Those that Roster gives out need no encoding.
    pub is_url_encoded: bool,
    /// The objects.
    pub objects: &'l [ListedObject],
    /// Whether there are more.
    pub is_truncated: bool,
}

/// An object of a list.
pub struct ListedObject {
    /// Its key.
    pub key: String,
    /// When it was written, by RFC 3339.
    pub last_modified: String,
    /// How many bytes it has.
    pub bytes: u64,
}

/// The answer to ListObjects.
pub fn encode_list(list: &ObjectList<'_>) -> Vec<u8> {
    Xml::document("ListBucketResult", NAMESPACE, |xml| {
        xml.text_element("Name", list.bucket);
        xml.text_element("Prefix", &encoded(list.prefix, list.is_url_encoded));
        xml.text_element("Marker", &encoded(list.marker, list.is_url_encoded));
        xml.text_element("MaxKeys", &list.max_keys.to_string());
        if list.is_url_encoded {
            xml.text_element("EncodingType", "url");
        }
        xml.text_element("IsTruncated", if list.is_truncated { "true" } else { "false" });
        for object in list.objects {
            xml.element("Contents", |xml| {
                xml.text_element("Key", &object.key);
                xml.text_element("LastModified", &object.last_modified);
                xml.text_element("Size", &object.bytes.to_string());
                xml.text_element("StorageClass", "STANDARD");
            });
        }
    })
}

/// The answer to GetBucketLocation. The first Region has no name there.
pub fn encode_location(region: &str) -> Vec<u8> {
    Xml::document("LocationConstraint", NAMESPACE, |xml| {
        xml.text(if region == "us-east-1" { "" } else { region });
    })
}

/// A refusal.
pub fn encode_error(code: &str, message: &str, request_id: &str) -> Vec<u8> {
    Xml::fragment("Error", |xml| {
        xml.text_element("Code", code);
        xml.text_element("Message", message);
        xml.text_element("RequestId", request_id);
    })
}

fn encoded(text: &str, is_url_encoded: bool) -> String {
    if is_url_encoded {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: Vec<u8>) -> String {
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_list_says_what_was_asked_for_and_where_it_ends() {
        let objects = [ListedObject {
            key: "AWSLogs/a.json.gz".to_owned(),
            last_modified: "2026-11-21T10:15:30Z".to_owned(),
            bytes: 7,
        }];
        let list = ObjectList {
            bucket: "roster-audit",
            prefix: "AWSLogs/&",
            marker: "",
            max_keys: 1,
            is_url_encoded: true,
            objects: &objects,
            is_truncated: true,
        };

        assert_eq!(
            text(encode_list(&list)),
            "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>roster-audit</Name>\
             <Prefix>AWSLogs%2F%26</Prefix><Marker/><MaxKeys>1</MaxKeys><EncodingType>url</EncodingType>\
             <IsTruncated>true</IsTruncated><Contents><Key>AWSLogs/a.json.gz</Key>\
             <LastModified>2026-11-21T10:15:30Z</LastModified><Size>7</Size><StorageClass>STANDARD</StorageClass>\
             </Contents></ListBucketResult>"
        );
    }

    #[test]
    fn the_first_region_has_no_name() {
        let xmlns = "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"";
        assert_eq!(
            text(encode_location("eu-west-2")),
            format!("<LocationConstraint {xmlns}>eu-west-2</LocationConstraint>")
        );
        assert_eq!(
            text(encode_location("us-east-1")),
            format!("<LocationConstraint {xmlns}></LocationConstraint>")
        );
    }

    #[test]
    fn an_error_has_no_namespace() {
        assert_eq!(
            text(encode_error("NoSuchKey", "a < b", "r-1")),
            "<Error><Code>NoSuchKey</Code><Message>a &lt; b</Message><RequestId>r-1</RequestId></Error>"
        );
    }
}
