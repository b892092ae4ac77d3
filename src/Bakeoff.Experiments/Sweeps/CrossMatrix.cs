using Bakeoff.Corpora.Indexing;
using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Comparing;
using Bakeoff.Experiments.Evaluate;
using Bakeoff.Experiments.Index;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Sweeps;

/// <summary>Test UAR of every corpus against every other, from the groups of a sweep with <c>cross: true</c>.</summary>
/// <remarks>Rows train, columns are tested on; the last row, where there are three corpora or more, trains on all but the tested one.</remarks>
public sealed class CrossMatrix
{
    /// <summary>The row of all but the tested corpus, in tables.</summary>
    public const string AllOthers = "all others";

    private readonly Dictionary<(string Train, string Test), CrossCell> _cells;

    internal CrossMatrix(IReadOnlyList<SweepGroup> groups)
    {
        _cells = groups.Select(static group => new CrossCell(group)).ToDictionary(static cell => (cell.Train, cell.Test));
        Corpora = [.. _cells.Values.Select(static cell => cell.Test).Distinct(StringComparer.Ordinal)];
        Rows = _cells.ContainsKey((AllOthers, Corpora[0])) ? [.. Corpora, AllOthers] : Corpora;
        var finished = Cells.Select(static cell => cell.Folder).OfType<string>().FirstOrDefault();
        Labels = Cells.Select(static cell => cell.Labels).FirstOrDefault(static labels => labels.Count > 0) ?? [];
        Remarks = finished is null ? [] : [.. RemarksOf(finished)];
    }

    /// <summary>The corpora, in ordinal order.</summary>
    public IReadOnlyList<string> Corpora { get; }

    /// <summary>Training sides, from top to bottom: the corpora, then <see cref="AllOthers"/>.</summary>
    public IReadOnlyList<string> Rows { get; }

    /// <summary>All cells, row by row.</summary>
    public IEnumerable<CrossCell> Cells => Rows.SelectMany(row => Corpora.Select(column => this[row, column]));

    /// <summary>The labels that all corpora have; none where no member ended well.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Clips that were left out for their labels, and recordings that several corpora hold: a sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; }

    /// <summary>A cell.</summary>
    /// <param name="train">One of <see cref="Rows"/>.</param>
    /// <param name="test">One of <see cref="Corpora"/>.</param>
    public CrossCell this[string train, string test] => _cells[(train, test)];

    /// <summary>Mean UAR of a row over the other corpora, the diagonal left out; null where a cell is missing.</summary>
    public double? MeanOfRow(string train) => Mean(Corpora.Select(test => this[train, test]));

    /// <summary>Mean UAR of a corpus over the others that trained alone, the diagonal left out; null where a cell is missing.</summary>
    public double? MeanOfColumn(string test) => Mean(Corpora.Select(train => this[train, test]));

    private static double? Mean(IEnumerable<CrossCell> cells)
    {
        var values = cells.Where(static cell => !cell.IsWithin).Select(static cell => cell.Uar).ToList();
        return values.Contains(null) ? null : values.Average();
    }

    private static IEnumerable<string> RemarksOf(string folder)
    {
        var findings = IndexReport.Read(Path.Combine(folder, IndexStage.ReportFile)).Findings;
        foreach (var finding in findings.Where(static finding => finding.Kind == IndexFindingKind.LabelLeftOut))
        {
            yield return finding.Message;
        }

        if (findings.Count(static finding => finding.Kind == IndexFindingKind.InOtherCorpus) is > 0 and var copies)
        {
            yield return $"Also in another of the corpora: {Quantity.Of(copies, "clip")}, counted once, in the first corpus by name.";
        }
    }
}

/// <summary>One cell of a <see cref="CrossMatrix"/>: a system trained on one side and tested on one corpus.</summary>
public sealed class CrossCell
{
    private readonly ClassificationResult? _metrics;

    internal CrossCell(SweepGroup group)
    {
        var split = group.Members[0].Member.Experiment.Options.Split;
        Group = group;
        Train = split.TrainCorpora is [var one] ? one : CrossMatrix.AllOthers;
        Test = split.TestCorpora[0];
        Folder = group.Members.Select(static member => member.Result?.Folder).OfType<string>().FirstOrDefault();
        if (Folder is not null)
        {
            var document = MetricsDocument.Read(Path.Combine(Folder, EvaluateStage.MetricsFile));
            (_metrics, Leakage) = ((ClassificationResult)document.Result, document.Leakage);
        }
    }

    /// <summary>The members, one a seed.</summary>
    public SweepGroup Group { get; }

    /// <summary>The corpus that trains, or <see cref="CrossMatrix.AllOthers"/>.</summary>
    public string Train { get; }

    /// <summary>The corpus that is tested on.</summary>
    public string Test { get; }

    /// <summary>True on the diagonal: one corpus, divided by speaker.</summary>
    public bool IsWithin => Train == Test;

    /// <summary>Test UAR, the mean over the seeds; null where no member ended well.</summary>
    public double? Uar => Group.Seeds?.Statistic(ComparedFigure.Headline.Name)?.Mean;

    /// <summary>Standard deviation over the seeds; null for one.</summary>
    public double? Deviation => Group.Seeds is { } seeds ? ComparedFigure.Headline.Deviation(seeds) : null;

    /// <summary>Ends of the 95 % interval; null where there is none.</summary>
    public (double Low, double High)? Interval =>
        (End(ComparedFigure.Headline.LowName), End(ComparedFigure.Headline.HighName)) is ({ } low, { } high) ? (low, high) : null;

    /// <summary>Number of trainings of each seed; null where no member ended well.</summary>
    public int? Folds => _metrics?.Folds.Count;

    /// <summary>Number of clips that were tested on; null where no member ended well.</summary>
    public long? Clips => _metrics?.ClipCount;

    /// <summary>Number of speakers that were tested on, 0 where they are unknown; null where no member ended well.</summary>
    public int? Speakers => _metrics?.Speakers.Count;

    /// <summary>Unit that the interval draws, <c>clip</c> or <c>speaker</c>; null where no member ended well.</summary>
    public string? Unit => _metrics is null ? null : YamlName.Of(_metrics.IntervalUnit);

    /// <summary>Leaks between the sides, as the audit found it; null where no member ended well.</summary>
    public string? Leakage { get; }

    /// <summary>Why there is no value; null where there is one.</summary>
    public string? Missing => Uar is null ? Group.Members.Select(static member => member.Fault?.Message).OfType<string>().FirstOrDefault() : null;

    /// <summary>Names of the classes; none where no member ended well.</summary>
    internal IReadOnlyList<string> Labels => _metrics is null ? [] : [.. _metrics.Classes.Select(static score => score.Label)];

    /// <summary>Results of the first member that ended well; null where none did.</summary>
    internal string? Folder { get; }

    private double? End(string name) =>
        Group.Seeds?.Numbers.Where(number => number.Name == name).Select(static number => (double?)number.Value).FirstOrDefault();
}
