using Bakeoff.Corpora.Formats;

namespace Bakeoff.Corpora.Columns;

/// <summary>
/// A condition on a number, as <c>where</c> writes it: <c>30</c>, <c>>=30</c>, or several that hold together, <c>>=20 &lt;40</c>.
/// </summary>
internal sealed class NumberCondition
{
    private static readonly string[] Operators = [">=", "<=", ">", "<", "="];
    private readonly IReadOnlyList<(string Operator, double Number)> _parts;

    private NumberCondition(IReadOnlyList<(string Operator, double Number)> parts) => _parts = parts;

    /// <summary>The form of a condition, for messages.</summary>
    public static string Rule => "a number, or conditions such as '>=30' or '>=20 <40'";

    /// <summary>Reads a condition; null where the text is none.</summary>
    public static NumberCondition? Read(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ReadPart).ToList();
        return parts.Count > 0 && parts.TrueForAll(static part => part is not null)
            ? new NumberCondition(parts.ConvertAll(static part => part!.Value))
            : null;
    }

    /// <summary>True if a number fulfils all parts.</summary>
    public bool Holds(double number) =>
        _parts.All(part =>
            part.Operator switch
            {
                ">=" => number >= part.Number,
                "<=" => number <= part.Number,
                ">" => number > part.Number,
                "<" => number < part.Number,
                _ => number == part.Number,
            });

    private static (string Operator, double Number)? ReadPart(string part)
    {
        var sign = Array.Find(Operators, sign => part.StartsWith(sign, StringComparison.Ordinal));
        return Number.Read(part[(sign?.Length ?? 0)..]) is { } number ? (sign ?? "=", number) : null;
    }
}
