//! ListDefaultVocabularies.

use roster_model_derive::{operation, shape};

use crate::patterns;
use crate::shapes::{EmptyList, InstanceId, MaxResult100};

/// Lists the default vocabularies of an instance: words that transcriptions know.
#[operation(
    http = "POST /default-vocabulary-summary/{InstanceId}",
    effect = Read,
    resources = "instance*",
    exceptions = [InvalidRequest, InternalService, Throttling, AccessDenied],
    pages = "DefaultVocabularyList",
)]
pub struct ListDefaultVocabularies;

/// The input of `ListDefaultVocabularies`.
#[shape]
pub struct ListDefaultVocabulariesRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// The language; all by default.
    pub language_code: Option<VocabularyLanguageCode>,
    /// How many vocabularies a page may hold.
    pub max_results: Option<MaxResult100>,
    /// Where the page starts.
    pub next_token: Option<VocabularyNextToken>,
}

/// A language of vocabularies.
#[shape]
pub enum VocabularyLanguageCode {
    /// Arabic, of the United Arab Emirates.
    #[shape(value = "ar-AE")]
    ArAe,
    /// German, of Switzerland.
    #[shape(value = "de-CH")]
    DeCh,
    /// German, of Germany.
    #[shape(value = "de-DE")]
    DeDe,
    /// English, of Scotland.
    #[shape(value = "en-AB")]
    EnAb,
    /// English, of Australia.
    #[shape(value = "en-AU")]
    EnAu,
    /// English, of the United Kingdom.
    #[shape(value = "en-GB")]
    EnGb,
    /// English, of Ireland.
    #[shape(value = "en-IE")]
    EnIe,
    /// English, of India.
    #[shape(value = "en-IN")]
    EnIn,
    /// English, of the United States.
    #[shape(value = "en-US")]
    EnUs,
    /// English, of Wales.
    #[shape(value = "en-WL")]
    EnWl,
    /// Spanish, of Spain.
    #[shape(value = "es-ES")]
    EsEs,
    /// Spanish, of the United States.
    #[shape(value = "es-US")]
    EsUs,
    /// French, of Canada.
    #[shape(value = "fr-CA")]
    FrCa,
    /// French, of France.
    #[shape(value = "fr-FR")]
    FrFr,
    /// Hindi, of India.
    #[shape(value = "hi-IN")]
    HiIn,
    /// Italian, of Italy.
    #[shape(value = "it-IT")]
    ItIt,
    /// Japanese, of Japan.
    #[shape(value = "ja-JP")]
    JaJp,
    /// Korean, of Korea (South).
    #[shape(value = "ko-KR")]
    KoKr,
    /// Portuguese, of Brazil.
    #[shape(value = "pt-BR")]
    PtBr,
    /// Portuguese, of Portugal.
    #[shape(value = "pt-PT")]
    PtPt,
    /// Chinese, of China.
    #[shape(value = "zh-CN")]
    ZhCn,
    /// English, of New Zealand.
    #[shape(value = "en-NZ")]
    EnNz,
    /// English, of South Africa.
    #[shape(value = "en-ZA")]
    EnZa,
    /// Catalan, of Spain.
    #[shape(value = "ca-ES")]
    CaEs,
    /// Danish, of Denmark.
    #[shape(value = "da-DK")]
    DaDk,
    /// Finnish, of Finland.
    #[shape(value = "fi-FI")]
    FiFi,
    /// Indonesian, of Indonesia.
    #[shape(value = "id-ID")]
    IdId,
    /// Malay, of Malaysia.
    #[shape(value = "ms-MY")]
    MsMy,
    /// Dutch, of Netherlands.
    #[shape(value = "nl-NL")]
    NlNl,
    /// Norwegian, of Norway.
    #[shape(value = "no-NO")]
    NoNo,
    /// Polish, of Poland.
    #[shape(value = "pl-PL")]
    PlPl,
    /// Swedish, of Sweden.
    #[shape(value = "sv-SE")]
    SvSe,
    /// Tagalog, of Philippines.
    #[shape(value = "tl-PH")]
    TlPh,
}

/// Where a page of vocabularies starts.
#[shape(length(1, 131_070), pattern = patterns::VISIBLE_LINE)]
pub struct VocabularyNextToken(pub String);

/// The output of `ListDefaultVocabularies`.
#[shape]
pub struct ListDefaultVocabulariesResponse {
    /// Always empty: there are no vocabularies.
    pub default_vocabulary_list: EmptyList,
    /// Always absent: there is no next page.
    pub next_token: Option<VocabularyNextToken>,
}
