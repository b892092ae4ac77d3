using System.Globalization;
using Bakeoff.Corpora.Formats;

namespace Bakeoff.Corpora.Importing.Audformat;

/// <summary>Types of values in audformat.</summary>
internal enum AudformatType
{
    /// <summary>True or false.</summary>
    Bool,

    /// <summary>A date, or date and time.</summary>
    Date,

    /// <summary>Numbers in double precision.</summary>
    Float,

    /// <summary>Whole numbers.</summary>
    Int,

    /// <summary>Anything.</summary>
    Object,

    /// <summary>Texts.</summary>
    Str,

    /// <summary>Durations.</summary>
    Time,
}

/// <summary>One text for each value of a type, whatever file it stands in.</summary>
internal static class AudformatTypes
{
    /// <summary>The type of audformat's name, such as <c>int</c>; null where there is none.</summary>
    public static AudformatType? Find(string name) =>
        name.All(char.IsAsciiLetterLower) && Enum.TryParse<AudformatType>(name, ignoreCase: true, out var type) ? type : null;

    /// <summary>Names of all types, for messages.</summary>
    public static string All => string.Join(", ", Enum.GetNames<AudformatType>()).ToLowerInvariant();

    /// <summary>Kind of the column that values of a type make; durations are seconds.</summary>
    public static ColumnType ColumnOf(AudformatType type) =>
        type is AudformatType.Int or AudformatType.Float or AudformatType.Time ? ColumnType.Number : ColumnType.Text;

    /// <summary>The form of values, for messages.</summary>
    public static string RuleOf(AudformatType type) =>
        type switch
        {
            AudformatType.Bool => "True or False",
            AudformatType.Float => "a number",
            AudformatType.Int => "a whole number",
            AudformatType.Time => Timedelta.Rule,
            _ => "a text",
        };

    /// <summary>The one text of a value; null where it is not of the type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="text">The value as a file has it, not empty.</param>
    public static string? Read(AudformatType type, string text) =>
        type switch
        {
            AudformatType.Bool => text is "True" or "true" or "1" ? "true" : text is "False" or "false" or "0" ? "false" : null,
            AudformatType.Float => Number.Read(text) is { } number ? ColumnValues.TextOfNumber(number) : null,
            AudformatType.Int => ReadInteger(text),
            AudformatType.Time => Timedelta.Read(text) is { } nanoseconds ? ColumnValues.TextOfNumber(nanoseconds / 1e9) : null,
            _ => StrictText.Clean(text),
        };

    // Tools that know no missing integers write them as floating point numbers.
    private static string? ReadInteger(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? whole.ToString(CultureInfo.InvariantCulture)
            : Number.Read(text) is { } number && number == Math.Floor(number) && Math.Abs(number) < 1L << 53
                ? ((long)number).ToString(CultureInfo.InvariantCulture)
                : null;
}
