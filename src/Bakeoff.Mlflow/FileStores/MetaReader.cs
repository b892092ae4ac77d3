using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Bakeoff.Mlflow.FileStores;

/// <summary>
/// Reads the meta.yaml files of MLflow (Python writes them with PyYAML in block style), of this client, and JSON objects, which YAML
/// includes. Understands one level of keys, plain, single- and double-quoted scalars with line folding, and maps of texts; skips lists.
/// </summary>
internal sealed class MetaReader
{
    private const string Advice = "Restore the file or move its folder out of the store.";
    private readonly string _text;
    private const string EscapeLetters = "ntr0abefvN_LP";
    private const string EscapeMeanings = "\n\t\r\0\a\b\u001b\f\v\u0085\u00a0\u2028\u2029";
    private readonly string _path;
    private int _at;

    private MetaReader(string text, string path)
    {
        _text = text;
        _path = path;
    }

    internal static MetaDocument Read(string path)
    {
        // ReadAllText drops the byte-order mark that some editors leave; MLflow tolerates it too.
        string text = File.ReadAllText(path).ReplaceLineEndings("\n");
        return Parse(text, path);
    }

    internal static MetaDocument Parse(string text, string path) =>
        text.AsSpan().TrimStart().StartsWith("{") ? ParseJson(text, path) : new MetaReader(text, path).ParseBlock();

    private static MetaDocument ParseJson(string text, string path)
    {
        var document = new MetaDocument();
        try
        {
            using var json = JsonDocument.Parse(text);
            foreach (JsonProperty property in json.RootElement.EnumerateObject())
            {
                switch (property.Value.ValueKind)
                {
                    case JsonValueKind.String:
                        document.SetText(property.Name, property.Value.GetString());
                        break;
                    case JsonValueKind.Object:
                        document.SetMap(
                            property.Name,
                            property.Value.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString(), StringComparer.Ordinal));
                        break;
                    default:
                        document.SetBare(property.Name, property.Value.GetRawText());
                        break;
                }
            }
        }
        catch (JsonException exception)
        {
            throw new MlflowException($"not readable as JSON ({exception.Message})", exception)
            {
                Where = path,
                Rule = "one object",
                NextStep = Advice,
                Endpoint = path,
            };
        }

        return document;
    }

    private MetaDocument ParseBlock()
    {
        var document = new MetaDocument();
        while (SkipToKey() is { } indent)
        {
            if (indent > 0 || _text[_at] == '-')
            {
                // A list or a part of one, which this client does not need.
                SkipLine();
                continue;
            }

            string key = ReadKey();
            SkipSpaces();
            if (AtLineEnd() && NextLineIndent() > 0)
            {
                document.SetMap(key, ReadMap());
            }
            else if (_at < _text.Length && _text[_at] is '\'' or '"')
            {
                document.SetText(key, ReadQuoted());
                SkipLine();
            }
            else
            {
                string plain = ReadPlain();
                if (plain == "{}")
                {
                    document.SetMap(key, new SortedDictionary<string, string>(StringComparer.Ordinal));
                }
                else if (IsBare(plain))
                {
                    document.SetBare(key, plain.Length == 0 ? "null" : plain);
                }
                else
                {
                    document.SetText(key, plain);
                }
            }
        }

        return document;
    }

    private SortedDictionary<string, string> ReadMap()
    {
        var map = new SortedDictionary<string, string>(StringComparer.Ordinal);
        SkipLine();
        while (SkipToKey() is > 0)
        {
            string key = ReadKey();
            SkipSpaces();
            if (_at < _text.Length && _text[_at] is '\'' or '"')
            {
                map[key] = ReadQuoted();
                SkipLine();
            }
            else
            {
                map[key] = ReadPlain();
            }
        }

        while (_at > 0 && _at <= _text.Length && _text[_at - 1] != '\n')
        {
            _at--;
        }

        return map;
    }

    private static bool IsBare(string plain) =>
        plain is "" or "null" or "~" or "true" or "false" or "[]"
        || double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    // Moves to the first character of the next key; returns its indentation, or null at the end.
    private int? SkipToKey()
    {
        while (_at < _text.Length)
        {
            int start = _at;
            SkipSpaces();
            if (_at >= _text.Length)
            {
                return null;
            }

            if (_text[_at] == '\n')
            {
                _at++;
                continue;
            }

            if (_text[_at] == '#' || _text.AsSpan(_at).StartsWith("---"))
            {
                SkipLine();
                continue;
            }

            return _at - start;
        }

        return null;
    }

    private string ReadKey()
    {
        if (_text[_at] is '\'' or '"')
        {
            string quoted = ReadQuoted();
            SkipSpaces();
            Expect(':');
            return quoted;
        }

        int start = _at;
        while (_at < _text.Length && _text[_at] != '\n' && !IsKeyEnd())
        {
            _at++;
        }

        string key = _text[start.._at].TrimEnd();
        Expect(':');
        return key;
    }

    private bool IsKeyEnd() => _text[_at] == ':' && (_at + 1 == _text.Length || _text[_at + 1] is ' ' or '\n');

    // A plain scalar ends with its line, unless deeper-indented lines continue it: each line break then stands for a space.
    private string ReadPlain()
    {
        var text = new StringBuilder(ReadLine());
        while (_at < _text.Length && NextLineIndent(fromHere: true) > 0)
        {
            text.Append(' ').Append(ReadLine());
        }

        return text.ToString();
    }

    private string ReadLine()
    {
        int end = _text.IndexOf('\n', _at);
        end = end < 0 ? _text.Length : end;
        string line = _text[_at..end];
        int comment = line.IndexOf(" #", StringComparison.Ordinal);
        _at = Math.Min(end + 1, _text.Length);
        return (comment < 0 ? line : line[..comment]).Trim();
    }

    private string ReadQuoted()
    {
        char quote = _text[_at++];
        var text = new StringBuilder();
        while (_at < _text.Length)
        {
            char c = _text[_at++];
            if (c == quote)
            {
                if (quote == '\'' && _at < _text.Length && _text[_at] == '\'')
                {
                    text.Append('\'');
                    _at++;
                    continue;
                }

                return text.ToString();
            }

            if (c == '\n')
            {
                Fold(text);
            }
            else if (c == '\\' && quote == '"')
            {
                ReadEscape(text);
            }
            else
            {
                text.Append(c);
            }
        }

        throw Broken($"a text in {quote} does not end");
    }

    // One line break is a space, n + 1 line breaks are n; spaces around them do not count.
    private void Fold(StringBuilder text)
    {
        while (text.Length > 0 && text[^1] is ' ' or '\t')
        {
            text.Length--;
        }

        int breaks = 1;
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\n')
        {
            breaks += _text[_at++] == '\n' ? 1 : 0;
        }

        text.Append(breaks == 1 ? " " : new string('\n', breaks - 1));
    }

    private void ReadEscape(StringBuilder text)
    {
        char c = _at < _text.Length ? _text[_at++] : throw Broken("an escape does not end");
        switch (c)
        {
            case '\n':
                while (_at < _text.Length && _text[_at] is ' ' or '\t')
                {
                    _at++;
                }

                break;
            case 'x' or 'u' or 'U':
                int digits = c switch { 'x' => 2, 'u' => 4, _ => 8 };
                if (_at + digits > _text.Length
                    || !int.TryParse(_text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code))
                {
                    throw Broken($"escape \\{c} lacks its {digits.ToString(CultureInfo.InvariantCulture)} digits");
                }

                _at += digits;
                text.Append(Rune.IsValid(code) ? new Rune(code).ToString() : "\uFFFD");
                break;
            default:
                int simple = EscapeLetters.IndexOf(c, StringComparison.Ordinal);
                text.Append(simple >= 0 ? EscapeMeanings[simple] : c);
                break;
        }
    }

    private void Expect(char c)
    {
        if (_at >= _text.Length || _text[_at] != c)
        {
            throw Broken($"a key lacks its '{c}'");
        }

        _at++;
    }

    private void SkipSpaces()
    {
        while (_at < _text.Length && _text[_at] == ' ')
        {
            _at++;
        }
    }

    private bool AtLineEnd() => _at >= _text.Length || _text[_at] == '\n';

    private int NextLineIndent(bool fromHere = false)
    {
        int start = fromHere ? _at : _text.IndexOf('\n', _at) + 1;
        int at = start;
        while (at < _text.Length && _text[at] == ' ')
        {
            at++;
        }

        return start > 0 && at < _text.Length && _text[at] != '\n' ? at - start : 0;
    }

    private void SkipLine()
    {
        int end = _text.IndexOf('\n', Math.Min(_at, _text.Length));
        _at = end < 0 ? _text.Length : end + 1;
    }

    private MlflowException Broken(string what)
    {
        int line = _text.AsSpan(0, Math.Min(_at, _text.Length)).Count('\n') + 1;
        return new MlflowException(what)
        {
            Where = string.Create(CultureInfo.InvariantCulture, $"{_path}({line})"),
            Rule = "the YAML that MLflow writes",
            NextStep = Advice,
            Endpoint = _path,
        };
    }
}
