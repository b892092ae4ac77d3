using System.Reflection;

namespace Bakeoff.Options;

/// <summary>Finds the name that someone probably meant.</summary>
public static class NearestName
{
    private const int ShortestPart = 4;

    /// <summary>The nearest of some names, or null when none is near enough to be worth offering.</summary>
    /// <param name="name">The name as typed.</param>
    /// <param name="candidates">Names that exist.</param>
    /// <returns>The candidate with the fewest edits; ties go to the first in ordinal order.</returns>
    /// <remarks>Counts insertions, deletions, substitutions and swaps of neighbours (optimal string alignment); letter case, '-' and '_'
    /// count as equal.
    /// Near enough: at most a third of the longer name's letters, at least one edit allowed; or one name contains the other.</remarks>
    public static string? Find(string name, IEnumerable<string> candidates) => Rank(name, candidates).FirstOrDefault();

    /// <summary>The name that was probably meant, where names are also called otherwise by other tools.</summary>
    /// <param name="name">The name as typed.</param>
    /// <param name="candidates">Names that exist, each with the attributes of what it names.</param>
    /// <returns>The candidate that is called so elsewhere, else the nearest one; null when none is near enough.</returns>
    internal static string? Find(string name, IReadOnlyCollection<(string Name, MemberInfo Named)> candidates) =>
        FindExact(name, candidates) ?? Find(name, candidates.Select(static c => c.Name));

    /// <summary>The name that is typed as it is, or that other tools call so; null when there is none.</summary>
    internal static string? FindExact(string name, IReadOnlyCollection<(string Name, MemberInfo Named)> candidates)
    {
        var typed = Normalise(name);
        return candidates
            .FirstOrDefault(c =>
                Normalise(c.Name) == typed
                || AlsoCalledAttribute.NamesOf(c.Named).Any(other => Normalise(other) == typed))
            .Name;
    }

    /// <summary>All names that are near enough, nearest first.</summary>
    /// <inheritdoc cref="Find(string, IEnumerable{string})"/>
    public static IReadOnlyList<string> Rank(string name, IEnumerable<string> candidates)
    {
        var typed = Normalise(name);
        return [.. candidates
            .Select(c => (Name: c, Distance: Distance(typed, Normalise(c))))
            .Where(c => c.Distance <= Math.Max(1, Math.Max(typed.Length, c.Name.Length) / 3) || Contains(typed, Normalise(c.Name)))
            .OrderBy(c => c.Distance)
            .ThenBy(c => c.Name, StringComparer.Ordinal)
            .Select(c => c.Name)];
    }

    /// <summary>A question for the end of a message, such as <c>Did you mean 'hop_length'?</c>; null when no name is near enough.</summary>
    /// <param name="name">The name as typed.</param>
    /// <param name="candidates">Names that exist.</param>
    public static string? Question(string name, IEnumerable<string> candidates) => Question(Find(name, candidates));

    /// <inheritdoc cref="Question(string, IEnumerable{string})"/>
    internal static string? Question(string name, IReadOnlyCollection<(string Name, MemberInfo Named)> candidates) =>
        Question(Find(name, candidates));

    /// <summary>The <see cref="Question(string, IEnumerable{string})"/>; without a near name, the list of names.</summary>
    /// <param name="name">The name as typed.</param>
    /// <param name="candidates">Names that exist.</param>
    /// <param name="listTitle">Words before the list, such as <c>Known keys are</c>.</param>
    public static string Suggest(string name, IReadOnlyCollection<string> candidates, string listTitle) =>
        Question(name, candidates) ?? List(candidates, listTitle);

    /// <inheritdoc cref="Suggest(string, IReadOnlyCollection{string}, string)"/>
    internal static string Suggest(
        string name,
        IReadOnlyCollection<(string Name, MemberInfo Named)> candidates,
        string listTitle) => Question(name, candidates) ?? List([.. candidates.Select(static c => c.Name)], listTitle);

    private static string? Question(string? near) => near is null ? null : $"Did you mean '{near}'?";

    private static string List(IReadOnlyCollection<string> names, string title) =>
        names.Count == 0 ? string.Empty : $"{title}: {string.Join(", ", names)}.";

    /// <summary>True when one name holds the other and what they share is long enough to mean something.</summary>
    private static bool Contains(string a, string b) =>
        Math.Min(a.Length, b.Length) >= ShortestPart
        && (a.Contains(b, StringComparison.Ordinal) || b.Contains(a, StringComparison.Ordinal));

    private static string Normalise(string name) => name.ToLowerInvariant().Replace('-', '_');

    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    rows[i, j] = i + j;
                    continue;
                }

                var substitution = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(substitution, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[a.Length, b.Length];
    }
}
