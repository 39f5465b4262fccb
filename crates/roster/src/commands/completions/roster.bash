# Completes roster in bash, and aws where that is a link to roster or roster-aws.
_roster() {
    local candidate
    COMPREPLY=()
    while IFS= read -r candidate; do
        COMPREPLY+=("$candidate")
    done < <(COMP_LINE=$COMP_LINE COMP_POINT=$COMP_POINT roster completions answer "$1" "$2" "$3" 2>/dev/null)
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[/=] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
# Older versions cannot keep the order.
complete -o nosort -F _roster roster 2>/dev/null || complete -F _roster roster
if [[ "$(type -P aws)" -ef "$(type -P roster)" || "$(type -P aws)" -ef "$(type -P roster-aws)" ]]; then
    complete -o nosort -F _roster aws 2>/dev/null || complete -F _roster aws
fi
