using System.Globalization;

namespace Bakeoff.Options;

/// <summary>Counts with their nouns, as messages print them.</summary>
public static class Quantity
{
    /// <summary>A count with its noun: <c>1 clip</c>, <c>1,399 clips</c>.</summary>
    /// <param name="count">The count.</param>
    /// <param name="noun">The noun in the singular; its plural takes an <c>s</c>.</param>
    public static string Of(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");
}
