//! What no instance has: lists that are always empty, for programs that save all that there is.

use roster_model::ops::connect::contact_flow_modules::{ListContactFlowModules, SearchContactFlowModules};
use roster_model::ops::connect::contact_flows::{ListContactFlows, SearchContactFlows};
use roster_model::ops::connect::data_tables::{ListDataTables, SearchDataTables};
use roster_model::ops::connect::email_addresses::SearchEmailAddresses;
use roster_model::ops::connect::evaluation_forms::{ListEvaluationForms, SearchEvaluationForms};
use roster_model::ops::connect::hours_of_operations::SearchHoursOfOperationOverrides;
use roster_model::ops::connect::integrations::{
    ListBots, ListIntegrationAssociations, ListLexBots, ListUseCases,
};
use roster_model::ops::connect::phone_numbers::ListPhoneNumbers;
use roster_model::ops::connect::prompts::{ListPrompts, SearchPrompts};
use roster_model::ops::connect::rules::ListRules;
use roster_model::ops::connect::task_templates::ListTaskTemplates;
use roster_model::ops::connect::views::{ListViews, SearchViews};
use roster_model::ops::connect::vocabularies::{ListDefaultVocabularies, SearchVocabularies};

use crate::families::{empty_list, handler};
use crate::refusal::AssociationRefusal;

empty_list!(ListContactFlows: contact_flow_summary_list);
empty_list!(SearchContactFlows: contact_flows, approximate_total_count);
empty_list!(ListContactFlowModules: contact_flow_modules_summary_list);
empty_list!(SearchContactFlowModules: contact_flow_modules, approximate_total_count);
empty_list!(ListPrompts: prompt_summary_list);
empty_list!(SearchPrompts: prompts, approximate_total_count);
empty_list!(ListBots: lex_bots);
empty_list!(ListLexBots: lex_bots);
empty_list!(ListIntegrationAssociations: integration_association_summary_list);
empty_list!(ListTaskTemplates: task_templates);
empty_list!(ListRules: rule_summary_list);
empty_list!(ListViews: views_summary_list);
empty_list!(SearchViews: views, approximate_total_count);
empty_list!(ListEvaluationForms: evaluation_form_summary_list);
empty_list!(SearchEvaluationForms: evaluation_form_search_summary_list, approximate_total_count);
empty_list!(ListDefaultVocabularies: default_vocabulary_list);
empty_list!(SearchVocabularies: vocabulary_summary_list);
empty_list!(ListPhoneNumbers: phone_number_summary_list);
empty_list!(SearchHoursOfOperationOverrides: hours_of_operation_overrides, approximate_total_count);
empty_list!(ListDataTables: data_table_summary_list);
empty_list!(SearchDataTables: data_tables, approximate_total_count);
empty_list!(SearchEmailAddresses: email_addresses, approximate_total_count);

handler!(ListUseCases, |cx, request| {
    cx.instance(&request.instance_id).await?;
    let refusal = AssociationRefusal::NotFound {
        noun: "integration association",
        reference: request.integration_association_id.to_string(),
    };
    Err(refusal.into())
});
