//! From bytes to text: UTF-8 and UTF-16 by their marks, every other encoding by name.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};

use crate::error::FileError;

/// The text of a file. Without a name, the byte order mark decides, and without one the file must be UTF-8.
pub(crate) fn decode<'b>(bytes: &'b [u8], encoding: Option<&str>) -> Result<Cow<'b, str>, FileError> {
    let named = encoding.map(|name| {
        Encoding::for_label(name.as_bytes()).ok_or_else(|| FileError::UnknownEncoding {
            name: name.to_owned(),
        })
    });
    let marked = Encoding::for_bom(bytes).map(|(encoding, length)| (encoding, &bytes[length..]));
    let (encoding, content) = match (named.transpose()?, marked) {
        (Some(named), Some((marked, content))) if named == marked => (named, content),
        (Some(named), _) => (named, bytes),
        (None, Some((marked, content))) => (marked, content),
        (None, None) => (UTF_8, bytes),
    };
    if encoding == UTF_8 {
        return utf8(content);
    }
    let decoded = encoding.decode_without_bom_handling_and_without_replacement(content);
    decoded.ok_or(FileError::Encoding {
        line: 1,
        encoding: encoding.name(),
        suggestion: "say the encoding of the file with --encoding",
    })
}

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, FileError> {
    let text = std::str::from_utf8(bytes).map_err(|error| FileError::Encoding {
        line: bytes[..error.valid_up_to()].split(|byte| *byte == b'\n').count(),
        encoding: "UTF-8",
        suggestion: "save the file as UTF-8, or say --encoding windows-1252 if a spreadsheet program of Windows wrote it",
    })?;
    if text.contains('\0') {
        return Err(FileError::Encoding {
            line: 1,
            encoding: "UTF-8",
            suggestion: "it has zero bytes as UTF-16 has: say --encoding utf-16le or utf-16be",
        });
    }
    Ok(Cow::Borrowed(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_decide_on_the_encoding() {
        let utf16 = |mark: [u8; 2], bytes: fn(u16) -> [u8; 2]| {
            let units = "Zoë".encode_utf16().flat_map(bytes);
            mark.into_iter().chain(units).collect::<Vec<_>>()
        };
        for bytes in [
            "Zoë".as_bytes().to_vec(),
            "\u{feff}Zoë".as_bytes().to_vec(),
            utf16([0xff, 0xfe], u16::to_le_bytes),
            utf16([0xfe, 0xff], u16::to_be_bytes),
        ] {
            assert_eq!(decode(&bytes, None).unwrap(), "Zoë", "{bytes:?}");
        }
    }

    #[test]
    fn other_encodings_are_said_by_name() {
        let latin = b"Zo\xeb";
        let refusal = decode(latin, None).unwrap_err().to_string();
        assert_eq!(
            refusal,
            "line 1 is not UTF-8: save the file as UTF-8, or say --encoding windows-1252 if a spreadsheet program of Windows wrote it"
        );
        assert_eq!(decode(latin, Some("windows-1252")).unwrap(), "Zoë");
        assert!(
            decode(b"Z\0o\0", None)
                .unwrap_err()
                .to_string()
                .contains("utf-16le")
        );
        assert_eq!(decode(b"Z\0o\0", Some("utf-16le")).unwrap(), "Zo");
        assert!(matches!(
            decode(latin, Some("klingon")),
            Err(FileError::UnknownEncoding { .. })
        ));
    }
}
