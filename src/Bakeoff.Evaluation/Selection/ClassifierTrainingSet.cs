using Bakeoff.Classifiers;
using Bakeoff.Classifiers.Confidence;
using Bakeoff.Classifiers.Sampling;
using Bakeoff.Corpora;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Models.Storage;
using Bakeoff.Neural.Data;
using Bakeoff.Options;

namespace Bakeoff.Evaluation.Selection;

/// <summary>The training side of a classifier: one row for each clip, and as many rows again for each altered copy.</summary>
/// <param name="Features">Features of each clip, one frame each, not scaled; with shares of the classes where clips weigh or have soft
/// labels.</param>
/// <param name="Copies">Features of the first, second, ... altered copy of each clip, in the same order; may be empty.</param>
/// <param name="Clips">The clips.</param>
/// <param name="Labels">Names of the classes; the position of a label is its number.</param>
public sealed record ClassifierTrainingSet(
    SequenceSet Features, IReadOnlyList<SequenceSet> Copies, IReadOnlyList<Clip> Clips, IReadOnlyList<string> Labels)
{
    /// <summary>Class of each clip.</summary>
    public IReadOnlyList<int> Classes { get; } = ClassNumbers(Clips, Labels);

    /// <summary>True if the first copies of all clips imitate one other speaker, the second copies another, and so on. Default
    /// false.</summary>
    public bool AreCopiesImitatedSpeakers { get; init; }

    /// <summary>Rule for classes of different size, whenever a classifier is trained on some of the clips. Default: every row once.</summary>
    public RowSampling Sampling { get; init; }

    /// <summary>Calibration of probabilities, for which those of held-out clips are kept. Default null: that of candidates which are known to
    /// be overconfident.</summary>
    public CalibrationMethod? Calibration { get; init; }

    /// <summary>Corpora to choose candidates on, which train nothing. Default none: candidates are chosen on inner folds.</summary>
    public IReadOnlyList<ChoiceCorpus> ChooseOn { get; init; } = [];

    /// <summary>The rule by which the probabilities of a candidate are calibrated.</summary>
    public CalibrationMethod CalibrationOf(ClassifierOptions candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return Calibration ?? (candidate.IsOverconfident ? CalibrationMethod.Temperature : CalibrationMethod.None);
    }

    /// <summary>True if there are imitated speakers to hold out.</summary>
    internal bool HasImitatedSpeakers => AreCopiesImitatedSpeakers && Copies.Count > 0;

    /// <summary>Number of versions of each clip: the recording and its copies.</summary>
    internal int VersionCount => 1 + Copies.Count;

    /// <summary>Features of each clip in one version: 0 for the recording, n for its n-th copy.</summary>
    internal SequenceSet Version(int version) => version == 0 ? Features : Copies[version - 1];

    /// <summary>The same clips without one of at least two versions.</summary>
    internal ClassifierTrainingSet WithoutVersion(int version)
    {
        List<SequenceSet> others = [.. Enumerable.Range(0, VersionCount).Where(other => other != version).Select(Version)];
        return this with { Features = others[0], Copies = others[1..] };
    }

    /// <summary>Takes the rows of some clips, followed by those of their copies.</summary>
    /// <param name="clips">Positions of the clips.</param>
    /// <exception cref="ClassifierException">A class has no clips.</exception>
    public TrainingRows Take(int[] clips)
    {
        ArgumentNullException.ThrowIfNull(clips);
        var rows = SequenceSet.Join([.. Enumerable.Range(0, VersionCount).Select(version => Version(version).Select(clips))]);
        return new TrainingRows(rows.ToDesignMatrix(), ForEachVersion(Array.ConvertAll(clips, clip => Classes[clip])), Labels.Count)
        {
            Groups = ForEachVersion(Groups(clips)),
        };
    }

    private int[] ForEachVersion(int[] ofClips) => [.. Enumerable.Repeat(ofClips, VersionCount).SelectMany(static own => own)];

    // By speaker; of a single speaker by text, and without texts clip by clip: what is held out should be as new as the test side.
    private int[] Groups(int[] clips)
    {
        string[] Keys(Func<Clip, string> key) => Array.ConvertAll(clips, clip => key(Clips[clip]));
        var (speakers, texts) = (Keys(static clip => clip.Speaker), Keys(static clip => clip.Text));
        var keys = Distinct(speakers) > 1 ? speakers : Distinct(texts) > 1 ? texts : Keys(static clip => clip.Sha256);
        var numbers = keys.Distinct().Order(StringComparer.Ordinal).Index().ToDictionary(static key => key.Item, static key => key.Index);
        return Array.ConvertAll(keys, key => numbers[key]);

        static int Distinct(string[] keys) => keys.Distinct(StringComparer.Ordinal).Count();
    }

    /// <summary>Trains a classifier on some clips and their copies.</summary>
    /// <param name="options">Kind and hyper-parameters.</param>
    /// <param name="clips">Positions of the clips.</param>
    /// <param name="settings">Scaling, seed and threads.</param>
    /// <exception cref="SplitException">The clips cannot train this classifier.</exception>
    public FittedClassifier Fit(ClassifierOptions options, int[] clips, FitSettings settings) => FitEach([options], clips, settings).Single();

    /// <summary>Trains several classifiers of one type on the same clips and their copies; what they have in common is computed once.</summary>
    /// <param name="family">Kind and hyper-parameters of each.</param>
    /// <param name="clips">Positions of the clips.</param>
    /// <param name="settings">Scaling, seed and threads.</param>
    /// <exception cref="SplitException">While enumerating: the clips cannot train a classifier.</exception>
    /// <returns>The classifiers in order, each trained when it is asked for.</returns>
    internal IEnumerable<FittedClassifier> FitEach(IReadOnlyList<ClassifierOptions> family, int[] clips, FitSettings settings)
    {
        var training = Explain(family[0], () => Take(clips));
        var scaler = settings.IsScaled ? StandardScaler.Fit(training.Rows, settings.Scaling, settings.Threads) : null;
        scaler?.ApplyInPlace(training.Rows);

        // Means and deviations are those of the clips, and what is sampled is made of rows of these clips alone.
        var sampled = Explain(family[0], () => RowSampler.Sample(Weigh(training, clips), Sampling, settings.Seed, settings.Threads));
        using var classifiers = family[0].TrainEach(family, sampled, settings.Seed, settings.Threads).GetEnumerator();
        foreach (var options in family)
        {
            Explain(options, classifiers.MoveNext);
            yield return new FittedClassifier(scaler, classifiers.Current);
        }
    }

    /// <summary>A row for each class that a row has a share of, with the share as its weight. Weights are 1 in the mean of the given rows, so
    /// that data weigh against a penalty as without them.</summary>
    private TrainingRows Weigh(TrainingRows training, int[] clips)
    {
        if (Features.ShareCount == 0)
        {
            return training;
        }

        (int Row, int Class, double Share)[] parts =
        [
            .. ForEachVersion(clips).Index().SelectMany(clip => Enumerable.Range(0, Labels.Count)
                .Select(k => (clip.Index, k, (double)Features.Shares(clip.Item)[k]))
                .Where(static part => part.Item3 > 0)),
        ];
        var mean = parts.Aggregate(0.0, static (sum, part) => sum + part.Share) / training.Classes.Length;
        var rows = Array.ConvertAll(parts, static part => part.Row);
        return new TrainingRows(training.Rows.Rows(rows), Array.ConvertAll(parts, static part => part.Class), training.ClassCount)
        {
            Groups = training.Groups is { } groups ? Array.ConvertAll(rows, row => groups[row]) : null,
            Weights = Array.ConvertAll(parts, part => part.Share / mean),
        };
    }

    /// <summary>Trains a regressor of each target on some clips and their copies. A clip without a target is left out of its
    /// regressor.</summary>
    /// <param name="options">Kind and hyper-parameters.</param>
    /// <param name="clips">Positions of the clips, whose features have targets.</param>
    /// <param name="settings">Scaling, seed and threads.</param>
    /// <exception cref="SplitException">The clips cannot train this regressor.</exception>
    public FittedRegressor FitTargets(ClassifierOptions options, int[] clips, FitSettings settings)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(settings);
        var joined = SequenceSet.Join([.. Enumerable.Range(0, VersionCount).Select(version => Version(version).Select(clips))]);
        var rows = joined.ToDesignMatrix();
        var scaler = settings.IsScaled ? StandardScaler.Fit(rows, settings.Scaling, settings.Threads) : null;
        scaler?.ApplyInPlace(rows);
        var groups = ForEachVersion(Groups(clips));
        var regressors = Enumerable.Range(0, joined.TargetCount).Select(target =>
        {
            int[] known = [.. Enumerable.Range(0, joined.ClipCount).Where(clip => !float.IsNaN(joined.Targets(clip)[target]))];
            double[] values = Array.ConvertAll(known, clip => (double)joined.Targets(clip)[target]);
            var training = known.Length == rows.RowCount ? rows : rows.Rows(known);
            var own = new TargetRows(training, values) { Groups = Array.ConvertAll(known, clip => groups[clip]) };
            return Explain(options, () => options.TrainRegressor(own, settings.Seed, settings.Threads));
        });
        return new FittedRegressor(scaler, [.. regressors]);
    }

    private static T Explain<T>(ClassifierOptions options, Func<T> train)
    {
        try
        {
            return train();
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
