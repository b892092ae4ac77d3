using System.Globalization;

namespace Bakeoff.Mlflow.FileStores;

/// <summary>
/// Content of a meta.yaml: ordered keys with text, a bare word (number, null, true, []) or a map of texts. Unknown keys that MLflow wrote
/// survive a rewrite.
/// </summary>
internal sealed class MetaDocument
{
    private readonly List<KeyValuePair<string, object>> _entries = [];

    internal IEnumerable<KeyValuePair<string, object>> Entries => _entries;

    internal void SetText(string key, string? value) => Set(key, value is null ? new BareWord("null") : value);

    internal void SetNumber(string key, long? value) =>
        Set(key, new BareWord(value is null ? "null" : value.Value.ToString(CultureInfo.InvariantCulture)));

    internal void SetBare(string key, string word) => Set(key, new BareWord(word));

    internal void SetMap(string key, IReadOnlyDictionary<string, string> map) => Set(key, map);

    internal string? Text(string key) => Find(key) switch
    {
        string text => text,
        BareWord { IsNull: false } bare => bare.Word,
        _ => null,
    };

    internal long? Number(string key) =>
        Text(key) is { } text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) ? whole : (long)number
            : null;

    internal IReadOnlyDictionary<string, string> Map(string key) =>
        Find(key) as IReadOnlyDictionary<string, string> ?? new SortedDictionary<string, string>(StringComparer.Ordinal);

    internal string Require(string key, string path) =>
        Text(key) ?? throw new MlflowException($"key '{key}' is missing")
        {
            Where = path,
            Rule = "one in every file of this kind",
            NextStep = "Restore the file or move its folder out of the store.",
            Endpoint = path,
        };

    private object? Find(string key)
    {
        foreach (KeyValuePair<string, object> entry in _entries)
        {
            if (entry.Key == key)
            {
                return entry.Value;
            }
        }

        return null;
    }

    private void Set(string key, object value)
    {
        int index = _entries.FindIndex(entry => entry.Key == key);
        if (index >= 0)
        {
            _entries[index] = new(key, value);
        }
        else
        {
            _entries.Add(new(key, value));
        }
    }

    /// <summary>A YAML word that needs no quotes and is not text.</summary>
    internal sealed record BareWord(string Word)
    {
        internal bool IsNull => Word is "null" or "~" or "" or "Null" or "NULL";
    }
}
