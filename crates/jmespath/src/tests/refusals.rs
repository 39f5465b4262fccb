//! Expressions that are refused, with the messages of jmespath.py.

pub(super) const NOT_AN_EXPRESSION: &[(&str, &str)] = &[
    ("", "Invalid JMESPath expression: cannot be empty."),
    (
        "User.[x",
        "Invalid jmespath expression: Incomplete expression:\n\"User.[x\"\n        ^",
    ),
    (
        "User.",
        "Expecting: ['quoted_identifier', 'unquoted_identifier', 'lbracket', 'lbrace'], got: eof: Parse error at column 5, token \"\" (EOF), for expression:\n\"User.\"\n      ^",
    ),
    (
        "User Name",
        "Unexpected token: Name: Parse error at column 5, token \"Name\" (UNQUOTED_IDENTIFIER), for expression:\n\"User Name\"\n      ^",
    ),
    (
        "User..Name",
        "Expecting: ['quoted_identifier', 'unquoted_identifier', 'lbracket', 'lbrace'], got: dot: Parse error at column 5, token \".\" (DOT), for expression:\n\"User..Name\"\n      ^",
    ),
    (
        "[",
        "Invalid jmespath expression: Incomplete expression:\n\"[\"\n  ^",
    ),
    (
        "[0",
        "Invalid jmespath expression: Incomplete expression:\n\"[0\"\n   ^",
    ),
    (
        "[0:",
        "syntax error: Parse error at column 3, token \"\" (EOF), for expression:\n\"[0:\"\n    ^",
    ),
    (
        "[a",
        "Invalid jmespath expression: Incomplete expression:\n\"[a\"\n   ^",
    ),
    (
        "User[a]",
        "Expecting: star, got: unquoted_identifier: Parse error at column 5, token \"a\" (UNQUOTED_IDENTIFIER), for expression:\n\"User[a]\"\n      ^",
    ),
    (
        "User[0:1:2:3]",
        "syntax error: Parse error at column 10, token \":\" (COLON), for expression:\n\"User[0:1:2:3]\"\n           ^",
    ),
    (
        "User[0:'a']",
        "syntax error: Parse error at column 7, token \"a\" (LITERAL), for expression:\n\"User[0:'a']\"\n        ^",
    ),
    (
        "{a",
        "Invalid jmespath expression: Incomplete expression:\n\"{a\"\n   ^",
    ),
    (
        "{a: b",
        "Invalid jmespath expression: Incomplete expression:\n\"{a: b\"\n      ^",
    ),
    (
        "{'a': b}",
        "Expecting: ['quoted_identifier', 'unquoted_identifier'], got: literal: Parse error at column 1, token \"a\" (LITERAL), for expression:\n\"{'a': b}\"\n  ^",
    ),
    (
        "{a: }",
        "invalid token: Parse error at column 4, token \"}\" (RBRACE), for expression:\n\"{a: }\"\n     ^",
    ),
    (
        "{}",
        "Expecting: ['quoted_identifier', 'unquoted_identifier'], got: rbrace: Parse error at column 1, token \"}\" (RBRACE), for expression:\n\"{}\"\n  ^",
    ),
    (
        "foo(",
        "Invalid jmespath expression: Incomplete expression:\n\"foo(\"\n     ^",
    ),
    (
        "foo(a",
        "Invalid jmespath expression: Incomplete expression:\n\"foo(a\"\n      ^",
    ),
    (
        "foo.bar(",
        "Invalid jmespath expression: Incomplete expression:\n\"foo.bar(\"\n         ^",
    ),
    (
        "@(x)",
        "Invalid function name '@': Parse error at column 0, token \"@\" (CURRENT), for expression:\n\"@(x)\"\n ^",
    ),
    (
        r#""foo"(x)"#,
        "Quoted identifier not allowed for function names.: Parse error at column 0, token \"(\" (LPAREN), for expression:\n\"\"foo\"(x)\"\n ^",
    ),
    (
        "foo.'a'",
        "Expecting: ['quoted_identifier', 'unquoted_identifier', 'lbracket', 'lbrace'], got: literal: Parse error at column 4, token \"a\" (LITERAL), for expression:\n\"foo.'a'\"\n     ^",
    ),
    (
        "foo.`1`",
        "Expecting: ['quoted_identifier', 'unquoted_identifier', 'lbracket', 'lbrace'], got: literal: Parse error at column 4, token \"1\" (LITERAL), for expression:\n\"foo.`1`\"\n     ^",
    ),
    (
        "foo.1",
        "Expecting: ['quoted_identifier', 'unquoted_identifier', 'lbracket', 'lbrace'], got: number: Parse error at column 4, token \"1\" (NUMBER), for expression:\n\"foo.1\"\n     ^",
    ),
    (
        "1",
        "invalid token: Parse error at column 0, token \"1\" (NUMBER), for expression:\n\"1\"\n ^",
    ),
    (
        "&",
        "Invalid jmespath expression: Incomplete expression:\n\"&\"\n  ^",
    ),
    (
        "a &",
        "Unexpected token: &: Parse error at column 2, token \"&\" (EXPREF), for expression:\n\"a &\"\n   ^",
    ),
    ("a = b", "Bad jmespath expression: Unknown token '=':\na = b\n  ^"),
    (
        "a == ",
        "Invalid jmespath expression: Incomplete expression:\n\"a == \"\n      ^",
    ),
    ("-", "Bad jmespath expression: Unknown token '-':\n-\n^"),
    ("a-b", "Bad jmespath expression: Unknown token '-':\na-b\n ^"),
    ("#", "Bad jmespath expression: Unknown token #:\n#\n^"),
    ("é", "Bad jmespath expression: Unknown token é:\né\n^"),
    (
        "'open",
        "Bad jmespath expression: Unclosed ' delimiter:\n'open\n^",
    ),
    (
        r#""open"#,
        "Bad jmespath expression: Unclosed \" delimiter:\n\"open\n^",
    ),
    (
        "`open",
        "Bad jmespath expression: Unclosed ` delimiter:\n`open\n^",
    ),
    (
        r#""\x""#,
        "Bad jmespath expression: Invalid \\escape:\n\"\\x\"\n^",
    ),
    (
        r#""\u00g0""#,
        "Bad jmespath expression: Invalid \\uXXXX escape:\n\"\\u00g0\"\n^",
    ),
    (
        "\"a\nb\"",
        "Bad jmespath expression: Invalid control character at:\n\"a\nb\"\n^",
    ),
    (
        r#"`"\x`"#,
        "Bad jmespath expression: Bad token \"\\x:\n`\"\\x`\n^",
    ),
    (
        "a b c",
        "Unexpected token: b: Parse error at column 2, token \"b\" (UNQUOTED_IDENTIFIER), for expression:\n\"a b c\"\n   ^",
    ),
    (
        "a | ",
        "Invalid jmespath expression: Incomplete expression:\n\"a | \"\n     ^",
    ),
    (
        "|| a",
        "invalid token: Parse error at column 0, token \"||\" (OR), for expression:\n\"|| a\"\n ^",
    ),
    (
        "a !b",
        "invalid token: Parse error at column 2, token \"!\" (NOT), for expression:\n\"a !b\"\n   ^",
    ),
    (
        "a * b",
        "invalid token: Parse error at column 2, token \"*\" (STAR), for expression:\n\"a * b\"\n   ^",
    ),
    (
        "a{b: c}",
        "invalid token: Parse error at column 1, token \"{\" (LBRACE), for expression:\n\"a{b: c}\"\n  ^",
    ),
    (
        "[*",
        "Invalid jmespath expression: Incomplete expression:\n\"[*\"\n   ^",
    ),
    (
        "[*a]",
        "Expecting: comma, got: unquoted_identifier: Parse error at column 2, token \"a\" (UNQUOTED_IDENTIFIER), for expression:\n\"[*a]\"\n   ^",
    ),
    (
        "*a",
        "Unexpected token: a: Parse error at column 1, token \"a\" (UNQUOTED_IDENTIFIER), for expression:\n\"*a\"\n  ^",
    ),
    (
        "a[*]b",
        "Unexpected token: b: Parse error at column 4, token \"b\" (UNQUOTED_IDENTIFIER), for expression:\n\"a[*]b\"\n     ^",
    ),
    (
        "a.[]",
        "Expecting: ['quoted_identifier', 'unquoted_identifier', 'lbracket', 'lbrace'], got: flatten: Parse error at column 2, token \"[]\" (FLATTEN), for expression:\n\"a.[]\"\n   ^",
    ),
    (
        "a.{}",
        "Expecting: ['quoted_identifier', 'unquoted_identifier'], got: rbrace: Parse error at column 3, token \"}\" (RBRACE), for expression:\n\"a.{}\"\n    ^",
    ),
    (
        "[?a",
        "Invalid jmespath expression: Incomplete expression:\n\"[?a\"\n    ^",
    ),
    (
        "[?]",
        "invalid token: Parse error at column 2, token \"]\" (RBRACKET), for expression:\n\"[?]\"\n   ^",
    ),
    (
        "a[?b",
        "Invalid jmespath expression: Incomplete expression:\n\"a[?b\"\n     ^",
    ),
    (
        r#"`{"a": [1, 'x']}` b"#,
        "Bad jmespath expression: Bad token {\"a\": [1, 'x']}:\n`{\"a\": [1, 'x']}` b\n^",
    ),
    (
        "'x' y",
        "Unexpected token: y: Parse error at column 4, token \"y\" (UNQUOTED_IDENTIFIER), for expression:\n\"'x' y\"\n     ^",
    ),
    (
        "(a",
        "Invalid jmespath expression: Incomplete expression:\n\"(a\"\n   ^",
    ),
    (
        "a)",
        "Unexpected token: ): Parse error at column 1, token \")\" (RPAREN), for expression:\n\"a)\"\n  ^",
    ),
    (
        ")",
        "invalid token: Parse error at column 0, token \")\" (RPAREN), for expression:\n\")\"\n ^",
    ),
    (
        ",",
        "invalid token: Parse error at column 0, token \",\" (COMMA), for expression:\n\",\"\n ^",
    ),
    (
        "[1, 2]",
        "Expecting: rbracket, got: comma: Parse error at column 2, token \",\" (COMMA), for expression:\n\"[1, 2]\"\n   ^",
    ),
    (
        "foo(a b",
        "Invalid jmespath expression: Incomplete expression:\n\"foo(a b\"\n        ^",
    ),
    ("a[-]", "Bad jmespath expression: Unknown token '-':\na[-]\n  ^"),
    (
        "a.*.",
        "Expecting: ['quoted_identifier', 'unquoted_identifier', 'lbracket', 'lbrace'], got: eof: Parse error at column 4, token \"\" (EOF), for expression:\n\"a.*.\"\n     ^",
    ),
    (
        "* *",
        "syntax error: Parse error at column 2, token \"*\" (STAR), for expression:\n\"* *\"\n   ^",
    ),
    (
        "a.@",
        "Expecting: ['quoted_identifier', 'unquoted_identifier', 'lbracket', 'lbrace'], got: current: Parse error at column 2, token \"@\" (CURRENT), for expression:\n\"a.@\"\n   ^",
    ),
    (
        "a.&b",
        "Expecting: ['quoted_identifier', 'unquoted_identifier', 'lbracket', 'lbrace'], got: expref: Parse error at column 2, token \"&\" (EXPREF), for expression:\n\"a.&b\"\n   ^",
    ),
    (
        "a.(b)",
        "Expecting: ['quoted_identifier', 'unquoted_identifier', 'lbracket', 'lbrace'], got: lparen: Parse error at column 2, token \"(\" (LPAREN), for expression:\n\"a.(b)\"\n   ^",
    ),
    (
        "[]b",
        "Unexpected token: b: Parse error at column 2, token \"b\" (UNQUOTED_IDENTIFIER), for expression:\n\"[]b\"\n   ^",
    ),
    (
        "\t\n a b",
        "Unexpected token: b: Parse error at column 5, token \"b\" (UNQUOTED_IDENTIFIER), for expression:\n\"\t\n a b\"\n      ^",
    ),
    ("日本", "Bad jmespath expression: Unknown token 日:\n日本\n^"),
];

pub(super) const NOT_COMPUTABLE: &[(&str, &str)] = &[
    (
        "abs('x')",
        r#"In function abs(), invalid type for value: x, expected one of: ['number'], received: "string""#,
    ),
    (
        "abs(User)",
        r#"In function abs(), invalid type for value: {'Username': 'mary', 'Tags': {'team': 'blue', 'Äé': ''}, 'Ids': ['s2', 's1', 's3']}, expected one of: ['number'], received: "object""#,
    ),
    (
        "abs(`true`)",
        r#"In function abs(), invalid type for value: True, expected one of: ['number'], received: "boolean""#,
    ),
    ("abs()", "Expected 1 argument for function abs(), received 0"),
    (
        "abs(zero, zero)",
        "Expected 1 argument for function abs(), received 2",
    ),
    ("nope(zero)", "Unknown function: nope()"),
    (
        "not_null()",
        "Expected at least 1 argument for function not_null(), received 0",
    ),
    (
        "join(',', Numbers)",
        r#"In function join(), invalid type for value: 3, expected one of: ['array-string'], received: "int""#,
    ),
    (
        r#"join(',', `["a", 1]`)"#,
        r#"In function join(), invalid type for value: 1, expected one of: ['array-string'], received: "int""#,
    ),
    (
        "sum(User.Ids)",
        r#"In function sum(), invalid type for value: s2, expected one of: ['array-number'], received: "str""#,
    ),
    (
        r#"avg(`[1, "a"]`)"#,
        r#"In function avg(), invalid type for value: a, expected one of: ['array-number'], received: "str""#,
    ),
    (
        "max(Deep)",
        r#"In function max(), invalid type for value: [0, [1]], expected one of: ['array-number', 'array-string'], received: "list""#,
    ),
    (
        r#"max(`[1, "a"]`)"#,
        r#"In function max(), invalid type for value: a, expected one of: ['array-number', 'array-string'], received: "str""#,
    ),
    (
        r#"max(`["a", 1]`)"#,
        r#"In function max(), invalid type for value: 1, expected one of: ['array-number', 'array-string'], received: "int""#,
    ),
    (
        "sort(`[true]`)",
        r#"In function sort(), invalid type for value: True, expected one of: ['array-string', 'array-number'], received: "bool""#,
    ),
    (
        "sort_by(Users, &Age)",
        r#"In function sort_by(), invalid type for value: None, expected one of: ['number'], received: "null""#,
    ),
    (
        "sort_by(Users, &Skills)",
        r#"In function sort_by(), invalid type for value: {'Name': 'ana', 'Age': 30, 'Skills': ['en', 'pt']}, expected one of: ['string', 'number'], received: "array""#,
    ),
    (
        "sort_by(Users, Age)",
        r#"In function sort_by(), invalid type for value: None, expected one of: ['expref'], received: "null""#,
    ),
    (
        "max_by(Users, &Age)",
        r#"In function max_by(), invalid type for value: None, expected one of: ['number', 'string'], received: "null""#,
    ),
    (
        r#"min_by(`[{"a": 1}, {"a": "x"}]`, &a)"#,
        "'<' not supported between instances of 'str' and 'int'",
    ),
    (
        r#"max_by(`[{"a": 1}, {"a": "x"}]`, &a)"#,
        "'>' not supported between instances of 'str' and 'int'",
    ),
    (
        "length(zero)",
        r#"In function length(), invalid type for value: 0, expected one of: ['string', 'array', 'object'], received: "number""#,
    ),
    (
        "keys(Users)",
        r#"In function keys(), invalid type for value: [{'Name': 'ana', 'Age': 30, 'Skills': ['en', 'pt']}, {'Name': 'Bea', 'Age': 25, 'Skills': []}, {'Name': 'cyd', 'Age': 30.5, 'Skills': ['ja']}, {'Name': 'dan', 'Age': None}], expected one of: ['object'], received: "array""#,
    ),
    (
        "contains(zero, zero)",
        r#"In function contains(), invalid type for value: 0, expected one of: ['array', 'string'], received: "number""#,
    ),
    (
        "contains('a', zero)",
        "'in <string>' requires string as left operand, not int",
    ),
    (
        "map(Age, Users)",
        r#"In function map(), invalid type for value: None, expected one of: ['expref'], received: "null""#,
    ),
    (
        "merge(zero)",
        r#"In function merge(), invalid type for value: 0, expected one of: ['object'], received: "number""#,
    ),
    ("merge(User, zero)", "'int' object is not iterable"),
    (
        "Users[?Age < 'x']",
        "'<' not supported between instances of 'int' and 'str'",
    ),
    (
        "'10' < `9`",
        "'<' not supported between instances of 'str' and 'int'",
    ),
    (
        "to_number()",
        "Expected 1 argument for function to_number(), received 0",
    ),
    (
        "zero < `1` && 'a' < `1`",
        "'<' not supported between instances of 'str' and 'int'",
    ),
    ("Numbers[::0]", "slice step cannot be zero"),
    (
        "starts_with('a', `1.0`)",
        r#"In function starts_with(), invalid type for value: 1.0, expected one of: ['string'], received: "number""#,
    ),
    (
        r#"ends_with(`{"a": "it's"}`, 'x')"#,
        r#"In function ends_with(), invalid type for value: {'a': "it's"}, expected one of: ['string'], received: "object""#,
    ),
    (
        "reverse(zero)",
        r#"In function reverse(), invalid type for value: 0, expected one of: ['array', 'string'], received: "number""#,
    ),
    (
        "values('a')",
        r#"In function values(), invalid type for value: a, expected one of: ['object'], received: "string""#,
    ),
    (
        "Users[].abs(Name)",
        r#"In function abs(), invalid type for value: ana, expected one of: ['number'], received: "string""#,
    ),
];
