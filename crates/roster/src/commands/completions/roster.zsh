#compdef roster
# Completes roster in zsh, and aws where that is a link to roster or roster-aws.
_roster() {
    local -a whole open
    local text description
    while IFS=$'\t' read -r text description; do
        description=${${text//\\/\\\\}//:/\\:}${description:+:$description}
        if [[ $text == *[/=] ]]; then
            open+=("$description")
        else
            whole+=("$description")
        fi
    done < <(COMP_SHELL=zsh COMP_LINE="${(j: :)words[1,CURRENT-1]} $PREFIX" roster completions answer 2>/dev/null)
    (( $#whole )) && _describe -V roster whole -Q -U
    (( $#open )) && _describe -V roster open -Q -U -S ''
}
if [[ $funcstack[1] == _roster ]]; then
    _roster "$@"
else
    compdef _roster roster
    if [[ -n ${commands[aws]} && ${commands[aws]:A} == (${commands[roster]:A}|${commands[roster-aws]:A}) ]]; then
        compdef _roster aws
    fi
fi
