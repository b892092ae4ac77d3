namespace Bakeoff.Corpora.Formats;

/// <summary>Everything that a statement says of a clip beside label, speaker and text: groups of a pattern by name, or fields of a row by column.</summary>
/// <param name="names">Names; of equal ones the first counts.</param>
/// <param name="values">The text of each, in their order; empty where nothing is said.</param>
public class StatedFields(IReadOnlyList<string> names, IReadOnlyList<string> values)
{
    /// <summary>Nothing.</summary>
    public static StatedFields None { get; } = new([], []);

    /// <summary>Names in order.</summary>
    public IReadOnlyList<string> Names { get; } = names;

    /// <summary>The text of a field; null where there is no such field.</summary>
    public string? Find(string name) => IndexOf(name) is { } i ? values[i] : null;

    /// <summary>Place of the statement, such as <c>manifest.csv(3)</c>; null where the clip's name is the statement.</summary>
    internal virtual string? Origin => null;

    /// <summary>File, line and column of a field; null where the clip's name states it.</summary>
    internal virtual string? PlaceOf(string name) => null;

    private protected int? IndexOf(string name)
    {
        for (var i = 0; i < Names.Count; i++)
        {
            if (string.Equals(Names[i], name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return null;
    }
}
