# Completes roster in fish, and aws where that is a link to roster or roster-aws.
function __roster_candidates
    set --local --export COMP_SHELL fish
    set --local --export COMP_LINE (commandline --current-process --cut-at-cursor)
    roster completions answer 2>/dev/null
end
complete --command roster --no-files --keep-order --arguments '(__roster_candidates)'
if command --query aws; and contains (realpath (command --search aws)) (realpath (command --search roster roster-aws))
    complete --command aws --no-files --keep-order --arguments '(__roster_candidates)'
end
