using Bakeoff.Classifiers;
using Bakeoff.Corpora;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Options;

namespace Bakeoff.Evaluation.Selection;

/// <summary>The training side of a classifier: one row for each clip, and as many rows again for each altered copy.</summary>
/// <param name="Features">Row of each clip, not scaled.</param>
/// <param name="Copies">Rows of the first, second, ... altered copy of each clip, in the same order; may be empty.</param>
/// <param name="Clips">The clips.</param>
/// <param name="Labels">Names of the classes; the position of a label is its number.</param>
public sealed record ClassifierTrainingSet(
    DesignMatrix Features, IReadOnlyList<DesignMatrix> Copies, IReadOnlyList<Clip> Clips, IReadOnlyList<string> Labels)
{
    /// <summary>Class of each clip.</summary>
    public IReadOnlyList<int> Classes { get; } = ClassNumbers(Clips, Labels);

    /// <summary>True if the first copies of all clips imitate one other speaker, the second copies another, and so on. Default
    /// false.</summary>
    public bool AreCopiesImitatedSpeakers { get; init; }

    /// <summary>True if there are imitated speakers to hold out.</summary>
    internal bool HasImitatedSpeakers => AreCopiesImitatedSpeakers && Copies.Count > 0;

    /// <summary>Number of versions of each clip: the recording and its copies.</summary>
    internal int VersionCount => 1 + Copies.Count;

    /// <summary>Row of each clip in one version: 0 for the recording, n for its n-th copy.</summary>
    internal DesignMatrix Version(int version) => version == 0 ? Features : Copies[version - 1];

    /// <summary>The same clips without one of at least two versions.</summary>
    internal ClassifierTrainingSet WithoutVersion(int version)
    {
        List<DesignMatrix> others = [.. Enumerable.Range(0, VersionCount).Where(other => other != version).Select(Version)];
        return this with { Features = others[0], Copies = others[1..] };
    }

    /// <summary>Takes the rows of some clips, followed by those of their copies.</summary>
    /// <param name="clips">Positions of the clips.</param>
    /// <exception cref="ClassifierException">A class has no clips.</exception>
    public TrainingRows Take(int[] clips)
    {
        ArgumentNullException.ThrowIfNull(clips);
        var classes = Array.ConvertAll(clips, i => Classes[i]);
        var rows = Copies.Prepend(Features).Select(table => table.Rows(clips).Values).ToList();
        var values = new DesignMatrix([.. rows.SelectMany(static values => values)], Features.ColumnCount);
        return new TrainingRows(values, [.. rows.SelectMany(_ => classes)], Labels.Count);
    }

    /// <summary>Trains a classifier on some clips and their copies.</summary>
    /// <param name="options">Kind and hyper-parameters.</param>
    /// <param name="clips">Positions of the clips.</param>
    /// <param name="settings">Scaling, seed and threads.</param>
    /// <exception cref="SplitException">The clips cannot train this classifier.</exception>
    public FittedClassifier Fit(ClassifierOptions options, int[] clips, FitSettings settings)
    {
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            return FittedClassifier.Fit(options, Take(clips), settings);
        }
        catch (ClassifierException exception)
        {
            throw new SplitException(
                "classifier", new ErrorDetails($"{options.ToYaml()} cannot be trained on these clips: {exception.What}")
            {
                Value = exception.Value,
                Rule = exception.Rule,
                NextStep = exception.NextStep ?? "Change the candidate or the split.",
            });
        }
    }

    private static int[] ClassNumbers(IReadOnlyList<Clip> clips, IReadOnlyList<string> labels)
    {
        var numbers = labels.Index().ToDictionary(static pair => pair.Item, static pair => pair.Index, StringComparer.Ordinal);
        return [.. clips.Select(clip => numbers[clip.Label])];
    }
}
