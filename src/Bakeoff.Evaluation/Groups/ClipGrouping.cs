using System.Globalization;
using Bakeoff.Corpora;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Options;

namespace Bakeoff.Evaluation.Groups;

/// <summary>Division of clips by the values of a column.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="Names">Names of the groups that have clips: of texts in ordinal order without regard to case, of numbers ascending.</param>
/// <param name="GroupOf">Position of each clip's group among the names; negative where the value is missing.</param>
public sealed record ClipGrouping(string Column, IReadOnlyList<string> Names, IReadOnlyList<int> GroupOf)
{
    /// <summary>Most groups of a column; more are no groups of people, but a column such as a session or a measured number.</summary>
    public const int MostGroups = 20;

    private const string Key = "evaluate.groups";

    /// <summary>Divides clips.</summary>
    /// <param name="options">Column and edges, as <see cref="Require"/> accepts them.</param>
    /// <param name="clips">Values of each clip.</param>
    public static ClipGrouping Of(GroupOptions options, IReadOnlyList<ColumnValues> clips)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clips);
        if (clips.Count == 0 || clips[0].Columns.First(column => column.Name == options.Column).Type == ColumnType.Text)
        {
            string[] texts = [.. clips.Select(clip => clip.TextOf(options.Column))];
            return Divide(options.Column, texts, StringComparer.OrdinalIgnoreCase, static name => name);
        }

        double[] numbers = [.. clips.Select(clip => clip.NumberOf(options.Column) ?? double.NaN)];
        return options.Edges is not { } edges
            ? Divide(options.Column, numbers, Comparer<double>.Default, ColumnValues.TextOfNumber)
            : Divide(
                options.Column,
                Array.ConvertAll(numbers, number => double.IsNaN(number) ? number : edges.Count(edge => edge <= number)),
                Comparer<double>.Default,
                band => NameOf(edges, (int)band));
    }

    /// <summary>Refuses a column that cannot divide the clips of a corpus.</summary>
    /// <param name="options">Column and edges.</param>
    /// <param name="clips">All clips of the corpus.</param>
    /// <exception cref="SplitException">There is no such column, no clip has a value, edges are given for texts, or there are too many
    /// groups.</exception>
    public static void Require(GroupOptions options, IReadOnlyList<Clip> clips)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clips);
        ClipGroups.RequireColumn(options.Column, clips, Key, []);
        if (options.Edges is not null && clips[0].Values.Columns.First(column => column.Name == options.Column).Type == ColumnType.Text)
        {
            throw new SplitException(Key, new ErrorDetails($"{options.Column} has edges, but is a column of text")
            {
                Rule = "edges only of a column of numbers",
                NextStep = $"Leave out the edges, or describe the column as a number.",
            });
        }

        var grouping = Of(options, [.. clips.Select(static clip => clip.Values)]);
        if (grouping.Names.Count == 0)
        {
            throw new SplitException(Key, new ErrorDetails($"{options.Column} is stated of {{value}} clips")
            {
                Value = $"0 of {clips.Count.ToString(CultureInfo.InvariantCulture)}",
                Rule = "a value for some",
                NextStep = "Name another column, or complete the corpus' metadata.",
            });
        }

        if (grouping.Names.Count > MostGroups)
        {
            var isNumber = clips[0].Values.Columns.First(column => column.Name == options.Column).Type == ColumnType.Number;
            throw new SplitException(Key, new ErrorDetails($"{options.Column} has {{value}} different values")
            {
                Value = grouping.Names.Count.ToString(CultureInfo.InvariantCulture),
                Rule = $"at most {MostGroups.ToString(CultureInfo.InvariantCulture)} groups",
                NextStep = isNumber && options.Edges is null
                    ? $"Give edges, such as '{{column: {options.Column}, edges: [30, 50]}}'."
                    : "Name another column.",
            });
        }
    }

    private static ClipGrouping Divide<T>(string column, T[] values, IComparer<T> order, Func<T, string> nameOf)
        where T : notnull
    {
        T[] present = [.. values.Where(static value => value is not (double.NaN or "")).Order(order)];
        var distinct = present.Where((value, i) => i == 0 || order.Compare(present[i - 1], value) != 0).ToArray();
        return new ClipGrouping(
            column,
            [.. distinct.Select(nameOf)],
            [.. values.Select(value => value is double.NaN or "" ? -1 : Array.BinarySearch(distinct, value, order))]);
    }

    // Words in place of signs, because MLflow takes no '<' in a key.
    private static string NameOf(IReadOnlyList<double> edges, int band) =>
        band == 0 ? $"below {ColumnValues.TextOfNumber(edges[0])}"
        : band == edges.Count ? $"from {ColumnValues.TextOfNumber(edges[^1])}"
        : $"{ColumnValues.TextOfNumber(edges[band - 1])} to below {ColumnValues.TextOfNumber(edges[band])}";
}
