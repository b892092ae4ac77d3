namespace Bakeoff.Pipeline.Tables;

/// <summary>A declared column of a <see cref="CsvTable{TRow}"/>.</summary>
/// <typeparam name="TValue">Type of its values.</typeparam>
public sealed class CsvColumn<TValue>
{
    internal CsvColumn(int index, string name, Func<string, TValue> parse, string rule)
    {
        Index = index;
        Name = name;
        Parse = parse;
        Rule = rule;
    }

    /// <summary>Name in the header.</summary>
    public string Name { get; }

    internal int Index { get; }

    internal Func<string, TValue> Parse { get; }

    internal string Rule { get; }
}
