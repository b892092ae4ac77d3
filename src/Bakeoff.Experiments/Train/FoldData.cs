using Bakeoff.Audio.Features;
using Bakeoff.Classifiers.Confidence;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Evaluation.Normalization;
using Bakeoff.Evaluation.Selection;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Featurize;
using Bakeoff.Experiments.Split;
using Bakeoff.Experiments.Stages;
using Bakeoff.Models.Storage;
using Bakeoff.Neural.Data;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Train;

/// <summary>Clips, features and folds as the stages after them read them.</summary>
/// <param name="Clips">All clips, in the index's order.</param>
/// <param name="Labels">Classes that are predicted, in ordinal order, those of <see cref="Bins"/> in their own; a label's position is its
/// number. None for numbers alone.</param>
/// <param name="Features">Features of all clips.</param>
/// <param name="Copies">Features of the first, second, ... altered copy of every clip: taken of training clips, and of clips
/// that are tested where a model predicts copies with a recording.</param>
/// <param name="Folds">Partitions of each fold.</param>
/// <param name="Targets">Numbers to predict; null for labels alone.</param>
internal sealed record FoldData(
    IReadOnlyList<Clip> Clips,
    IReadOnlyList<string> Labels,
    SequenceSet Features,
    IReadOnlyList<SequenceSet> Copies,
    IReadOnlyList<SplitFold> Folds,
    TargetValues? Targets = null) : IDisposable
{
    /// <summary>Shares of the classes in place of labels in a loss; null where labels count alone.</summary>
    public ClassShares? Shares { get; private init; }

    /// <summary>Ranges of a number that are the labels; null for those of the corpus.</summary>
    public BinnedLabels? Bins { get; private init; }

    // Files behind the features and the copies.
    private IReadOnlyList<MappedFeatures> Files { get; init; } = [];

    /// <summary>Opens the outputs of index, featurize and split.</summary>
    /// <remarks>Features stay in their files, except those normalised by speaker.</remarks>
    /// <param name="folderOf">Folder of the results of a stage.</param>
    /// <param name="normalization">Normalisation of the features.</param>
    /// <param name="predicted">What is predicted.</param>
    /// <param name="weightBy">Column of numbers with the weights of the clips in a loss; null for equal ones.</param>
    /// <exception cref="SplitException">
    /// Features are to be normalised by speaker, and a clip has none; a side of a fold has no value of a target, or no label; a weight is
    /// none; a range has no clip.
    /// </exception>
    public static FoldData Read(
        Func<string, string> folderOf, FeatureNormalization normalization, PredictedColumns predicted, string? weightBy = null)
    {
        ArgumentNullException.ThrowIfNull(folderOf);
        var featurized = folderOf(StageNames.Featurize);
        List<MappedFeatures> files = [.. FeaturizeStage.CopyFolders(featurized).Prepend(featurized).Select(FeatureFiles.Open)];
        var data = Read(folderOf, files, predicted, weightBy);
        return normalization == FeatureNormalization.Speaker ? data.NormalizedBySpeaker() : data;
    }

    /// <summary>Opens the outputs of index and split alone, as an ensemble has no features of its own: its clips have no frames.</summary>
    /// <param name="folderOf">Folder of the results of a stage.</param>
    /// <param name="predicted">What is predicted.</param>
    /// <exception cref="SplitException">A side of a fold has no value of a target, or no label.</exception>
    public static FoldData ReadWithoutFeatures(Func<string, string> folderOf, PredictedColumns predicted) =>
        Read(folderOf, [], predicted, weightBy: null);

    private static FoldData Read(
        Func<string, string> folderOf, IReadOnlyList<MappedFeatures> files, PredictedColumns predicted, string? weightBy)
    {
        var clips = IndexFiles.ReadClips(folderOf(StageNames.Index));
        var folds = SplitTable.Read(Path.Combine(folderOf(StageNames.Split), SplitStage.SplitFile), clips);
        var bins = predicted.Bins is null ? null : BinnedLabels.Read(clips, predicted.Bins, folds);
        return new FoldData(
            clips,
            bins?.Names ?? (predicted.HasLabel ? KnownLabels.Read(clips, predicted.MissingLabels, folds) : []),
            files.Count == 0 ? new SequenceSet([], [0], 1) : files[0].Clips,
            [.. files.Skip(1).Select(static file => file.Clips)],
            folds,
            predicted.Targets.Count == 0 ? null : TargetValues.Read(clips, predicted.Targets, folds))
        {
            Files = files,
            Bins = bins,
            Shares = predicted is { HasLabel: true, Targets.Count: 0, MissingLabels.Count: 0, Bins: null }
                ? ClassShares.Read(clips, KnownLabels.Of(clips), HasSoftLabels(folderOf(StageNames.Index)), weightBy)
                : null,
        };
    }

    /// <summary>Finds what would stop the training, before features are computed.</summary>
    /// <param name="clips">All clips of the corpus.</param>
    /// <param name="folds">Partitions of each fold.</param>
    /// <param name="predicted">What is predicted.</param>
    /// <param name="weightBy">Column of numbers with the weights of the clips in a loss; null for equal ones.</param>
    /// <exception cref="SplitException">A side of a fold has no value of a target, or no label; or all have the same value; or a range of a
    /// number has no clip; or a weight is none.</exception>
    public static void Check(IReadOnlyList<Clip> clips, IReadOnlyList<SplitFold> folds, PredictedColumns predicted, string? weightBy)
    {
        _ = ClassShares.Read(clips, KnownLabels.Of(clips), isSoft: false, weightBy);
        _ = predicted.Bins is { } bins ? BinnedLabels.Read(clips, bins, folds) : null;
        _ = predicted.HasLabel ? KnownLabels.Read(clips, predicted.MissingLabels, folds) : [];
        _ = TargetValues.Read(clips, predicted.Targets, folds);
    }

    /// <summary>Names of the numbers to predict; none for labels alone.</summary>
    public IReadOnlyList<string> TargetNames => Targets?.Names ?? [];

    /// <summary>Label of a clip in a fold; empty if it has none of <see cref="Labels"/>.</summary>
    public string LabelOf(SplitFold fold, int clip) =>
        Bins is not null ? Bins.LabelOf(fold, clip)
        : Labels.Count == 0 || Labels.Contains(Clips[clip].Label, StringComparer.Ordinal) ? Clips[clip].Label
        : "";

    /// <summary>Throws if a file of features was written to since it was opened.</summary>
    public void RequireUnchanged()
    {
        foreach (var file in Files)
        {
            file.RequireUnchanged();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in Files)
        {
            file.Dispose();
        }
    }

    /// <summary>Features of one side of a fold: of its clips, and for training of their copies after them.</summary>
    public SequenceSet Table(SplitFold fold, Partition partition)
    {
        var indices = fold.IndicesOf(partition);
        return SequenceSet.Join([Features.Select(indices), .. TakenCopies(partition).Select(copy => copy.Select(indices))]);
    }

    /// <summary>Features of clips as a model predicts them: of each as recorded, then of the altered copies that it predicts as well.</summary>
    /// <param name="model">The model.</param>
    /// <param name="clips">Positions of the clips.</param>
    public IReadOnlyList<SequenceSet> Versions(TrainedModel model, int[] clips) =>
        [Features.Select(clips), .. Copies.Take(model.TestTime?.Copies ?? 0).Select(copy => copy.Select(clips))];

    /// <summary>One side of a fold as the network reads it, with labels, targets or both.</summary>
    public SequenceSet Sequences(SplitFold fold, Partition partition)
    {
        var (clips, versions) = (Table(fold, partition), 1 + TakenCopies(partition).Count);
        if (Targets is not null)
        {
            var known = Targets.Select(fold.IndicesOf(partition));
            clips = clips.WithTargets([.. Enumerable.Repeat(known, versions).SelectMany(static values => values)], Targets.Names.Count);
        }

        if (Labels.Count > 0)
        {
            var own = ClassesOf(fold, fold.IndicesOf(partition));
            clips = clips.WithLabels([.. Enumerable.Repeat(own, versions).SelectMany(static labels => labels)]);
        }

        if (Shares?.Select(fold.IndicesOf(partition)) is { } shares)
        {
            clips = clips.WithShares([.. Enumerable.Repeat(shares, versions).SelectMany(static values => values)], Labels.Count);
        }

        return clips;
    }

    /// <summary>The training side as a classifier reads it: the clips to train and those to validate on, which nothing else uses.</summary>
    public ClassifierTrainingSet TrainingSide(SplitFold fold)
    {
        int[] indices = [.. fold.IndicesOf(Partition.Train).Concat(fold.IndicesOf(Partition.Validation)).Order()];
        SequenceSet Take(SequenceSet set) =>
            Targets is not null ? set.Select(indices).WithTargets(Targets.Select(indices), Targets.Names.Count)
            : Shares is not null ? set.Select(indices).WithShares(Shares.Select(indices), Labels.Count)
            : set.Select(indices);
        return new ClassifierTrainingSet(
            Take(Features),
            [.. Copies.Select(Take)],
            Array.ConvertAll(indices, i => Bins is null ? Clips[i] : Clips[i] with { Label = Bins.LabelOf(fold, i) }),
            Bins is null ? KnownLabels.Of(Clips) : Labels);
    }

    /// <summary>Corpora that candidates are evaluated on: their clips are on no side of any fold.</summary>
    /// <param name="names">Names of the corpora, each the first folder of its clips' paths.</param>
    public IReadOnlyList<ChoiceCorpus> ChoiceCorpora(IReadOnlyList<string> names)
    {
        var numbers = KnownLabels.Of(Clips)
            .Index()
            .ToDictionary(static label => label.Item, static label => label.Index, StringComparer.Ordinal);
        return [.. names.Select(name =>
        {
            int[] own = [.. Enumerable.Range(0, Clips.Count).Where(i => Clips[i].Path.StartsWith($"{name}/", StringComparison.Ordinal))];
            return new ChoiceCorpus(name, Features.Select(own), Array.ConvertAll(own, i => numbers[Clips[i].Label]));
        })];
    }

    /// <summary>The validation clips of a fold, as a network's probabilities are calibrated on them.</summary>
    /// <param name="fold">The fold.</param>
    /// <param name="probabilities">Probabilities of its validation clips, shape [clips, K].</param>
    public HeldOutClips HeldOut(SplitFold fold, float[,] probabilities)
    {
        var classes = Labels.Count;
        return new HeldOutClips(
            HeldOutClips.Validation,
            [
                .. Enumerable.Range(0, probabilities.GetLength(0))
                    .Select(clip => Enumerable.Range(0, classes).Select(k => (double)probabilities[clip, k]).ToArray()),
            ],
            ClassesOf(fold, fold.IndicesOf(Partition.Validation)));
    }

    /// <summary>Number of the label of each clip; <see cref="BatchTruth.NoLabel"/> where it has none.</summary>
    private int[] ClassesOf(SplitFold fold, int[] clips)
    {
        var numbers = Labels.Index().ToDictionary(static label => label.Item, static label => label.Index, StringComparer.Ordinal);
        return Array.ConvertAll(clips, clip => numbers.GetValueOrDefault(LabelOf(fold, clip), BatchTruth.NoLabel));
    }

    private static bool HasSoftLabels(string index) => IndexReport.Read(Path.Combine(index, IndexFiles.ReportFile)).HasSoftLabels;

    private IReadOnlyList<SequenceSet> TakenCopies(Partition partition) => partition == Partition.Train ? Copies : [];

    // The n-th copies of a speaker count as a voice of their own: another pitch or tract is what they are for.
    private FoldData NormalizedBySpeaker()
    {
        SpeakerNormalizer.RequireSpeakers(Clips);
        string[] speakers = [.. Clips.Select(clip => clip.Speaker)];
        return this with
        {
            Features = SpeakerNormalizer.Apply(Features, speakers),
            Copies = [.. Copies.Select(copy => SpeakerNormalizer.Apply(copy, speakers))],
        };
    }
}
