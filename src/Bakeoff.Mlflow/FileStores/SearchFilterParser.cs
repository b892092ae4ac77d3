namespace Bakeoff.Mlflow.FileStores;

/// <summary>Reads the text of a <see cref="SearchFilter"/>.</summary>
internal sealed class SearchFilterParser(string text)
{
    private static readonly string[] Operators = ["!=", ">=", "<=", "=", ">", "<"];
    private int _at;

    internal List<SearchFilter.Condition> Parse()
    {
        var conditions = new List<SearchFilter.Condition>();
        do
        {
            conditions.Add(ReadCondition());
        }
        while (TryWord("AND"));
        SkipSpaces();
        return _at == text.Length
            ? conditions
            : throw Refuse($"'{text[_at..]}' after a comparison", "AND or the end; OR is not part of MLflow's filters");
    }

    internal static MlflowException Refuse(string what, string expected) =>
        new(what)
        {
            Where = "search filter",
            Rule = expected,
            NextStep = "Correct the filter.",
            ErrorCode = MlflowErrorCodes.InvalidParameterValue,
            Endpoint = "search",
        };

    private SearchFilter.Condition ReadCondition()
    {
        (string entity, string key) = ReadName();
        string op = ReadOperator();
        List<string> values = op == "IN" ? ReadList() : [ReadValue()];
        return new(entity, key, op, values);
    }

    private (string Entity, string Key) ReadName()
    {
        SkipSpaces();
        string first = ReadQuotedOrUntil(c => c is '.' or ' ' or '=' or '!' or '<' or '>');
        string? entity = first switch
        {
            "metrics" or "metric" => "metrics",
            "params" or "param" or "parameters" or "parameter" => "params",
            "tags" or "tag" => "tags",
            "attributes" or "attribute" or "attr" or "run" => "attributes",
            _ => null,
        };
        if (entity is null || _at >= text.Length || text[_at] != '.')
        {
            return ("attributes", first);
        }

        _at++;
        string key = ReadQuotedOrUntil(c => c is ' ' or '=' or '!' or '<' or '>');
        return key.Length > 0 ? (entity, key) : throw Refuse($"'{first}.' without a key", "a name such as metrics.loss");
    }

    private string ReadOperator()
    {
        SkipSpaces();
        if (Array.Find(Operators, o => text.AsSpan(_at).StartsWith(o)) is { } symbol)
        {
            _at += symbol.Length;
            return symbol;
        }

        string[] words = ["LIKE", "ILIKE", "IN"];
        return Array.Find(words, TryWord)
            ?? throw Refuse($"'{text[_at..]}' where a comparison should be", "=, !=, >, >=, <, <=, LIKE, ILIKE or IN");
    }

    private List<string> ReadList()
    {
        SkipSpaces();
        Take('(');
        var values = new List<string>();
        do
        {
            values.Add(ReadValue());
            SkipSpaces();
        }
        while (TryTake(','));
        Take(')');
        return values;
    }

    private string ReadValue()
    {
        SkipSpaces();
        string value = ReadQuotedOrUntil(c => c is ' ' or ',' or ')');
        return value.Length > 0 || text[_at - 1] is '\'' or '"'
            ? value
            : throw Refuse("a comparison without a value", "a number or a quoted text");
    }

    private string ReadQuotedOrUntil(Func<char, bool> ends)
    {
        if (_at < text.Length && text[_at] is '\'' or '"' or '`')
        {
            char quote = text[_at];
            int close = text.IndexOf(quote, _at + 1);
            if (close < 0)
            {
                throw Refuse($"a text in {quote} does not end", $"a closing {quote}");
            }

            string quoted = text[(_at + 1)..close];
            _at = close + 1;
            return quoted;
        }

        int start = _at;
        while (_at < text.Length && !ends(text[_at]))
        {
            _at++;
        }

        return text[start.._at];
    }

    private bool TryWord(string word)
    {
        SkipSpaces();
        int end = _at + word.Length;
        bool found = text.AsSpan(_at).StartsWith(word, StringComparison.OrdinalIgnoreCase)
            && (end == text.Length || text[end] is ' ' or '(' or '\'' or '"');
        _at = found ? end : _at;
        return found;
    }

    private bool TryTake(char c)
    {
        bool found = _at < text.Length && text[_at] == c;
        _at += found ? 1 : 0;
        return found;
    }

    private void Take(char c)
    {
        if (!TryTake(c))
        {
            throw Refuse($"'{text[_at..]}' in a list", $"'{c}'");
        }
    }

    private void SkipSpaces()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }
}
