//! SearchVocabularies.

use roster_model_derive::{operation, shape};

use super::{VocabularyLanguageCode, VocabularyNextToken};
use crate::patterns;
use crate::shapes::{EmptyList, InstanceId, MaxResult100};

/// Searches the vocabularies of an instance: words that transcriptions know.
#[operation(
    http = "POST /vocabulary-summary/{InstanceId}",
    effect = Read,
    resources = "vocabulary*",
    exceptions = [InvalidRequest, InternalService, Throttling, AccessDenied],
    pages = "VocabularySummaryList",
)]
pub struct SearchVocabularies;

/// The input of `SearchVocabularies`.
#[shape]
pub struct SearchVocabulariesRequest {
    /// The instance.
    #[shape(label)]
    pub instance_id: InstanceId,
    /// How many vocabularies a page may hold.
    pub max_results: Option<MaxResult100>,
    /// Where the page starts.
    pub next_token: Option<VocabularyNextToken>,
    /// Where vocabularies stand in their lives; all by default.
    pub state: Option<VocabularyState>,
    /// How the names start.
    pub name_starts_with: Option<VocabularyName>,
    /// The language; all by default.
    pub language_code: Option<VocabularyLanguageCode>,
}

/// Where a vocabulary stands in its life.
#[shape]
pub enum VocabularyState {
    /// It is being made.
    CreationInProgress,
    /// It is in use.
    Active,
    /// It could not be made.
    CreationFailed,
    /// It is being deleted.
    DeleteInProgress,
}

/// The name of a vocabulary, or its start.
#[shape(length(1, 140), pattern = patterns::VOCABULARY_NAME)]
pub struct VocabularyName(pub String);

/// The output of `SearchVocabularies`.
#[shape]
pub struct SearchVocabulariesResponse {
    /// Always empty: there are no vocabularies.
    pub vocabulary_summary_list: Option<EmptyList>,
    /// Always absent: there is no next page.
    pub next_token: Option<VocabularyNextToken>,
}
