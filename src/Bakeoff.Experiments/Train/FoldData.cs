using Bakeoff.Audio.Features;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Evaluation.Normalization;
using Bakeoff.Evaluation.Selection;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Featurize;
using Bakeoff.Experiments.Split;
using Bakeoff.Experiments.Stages;
using Bakeoff.Models.Storage;
using Bakeoff.Neural.Data;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Train;

/// <summary>Clips, features and folds as the stages after them read them.</summary>
/// <param name="Clips">All clips, in the index's order.</param>
/// <param name="Labels">Classes in ordinal order; a label's position is its number.</param>
/// <param name="Features">Features of all clips.</param>
/// <param name="Copies">Features of the first, second, ... altered copy of every clip; only those of training clips are ever taken.</param>
/// <param name="Folds">Partitions of each fold.</param>
/// <param name="Targets">Numbers to predict in place of the labels; null for labels.</param>
internal sealed record FoldData(
    IReadOnlyList<Clip> Clips,
    IReadOnlyList<string> Labels,
    SequenceSet Features,
    IReadOnlyList<SequenceSet> Copies,
    IReadOnlyList<SplitFold> Folds,
    TargetValues? Targets = null) : IDisposable
{
    // Files behind the features and the copies.
    private IReadOnlyList<MappedFeatures> Files { get; init; } = [];

    /// <summary>Opens the outputs of index, featurize and split.</summary>
    /// <remarks>Features stay in their files, except those normalised by speaker.</remarks>
    /// <param name="context">Inputs of the stage.</param>
    /// <param name="normalization">Normalisation of the features.</param>
    /// <param name="targets">Columns of numbers to predict; null to predict the label.</param>
    /// <exception cref="SplitException">
    /// Features are to be normalised by speaker, and a clip has none; or a side of a fold has no value of a target.
    /// </exception>
    public static FoldData Read(StageContext context, FeatureNormalization normalization, IReadOnlyList<string>? targets)
    {
        var clips = IndexFiles.ReadClips(context.InputFolder(StageNames.Index));
        var labels = clips.Select(c => c.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var folds = SplitTable.Read(Path.Combine(context.InputFolder(StageNames.Split), SplitStage.SplitFile), clips);
        var featurized = context.InputFolder(StageNames.Featurize);
        List<MappedFeatures> files = [.. FeaturizeStage.CopyFolders(featurized).Prepend(featurized).Select(FeatureFiles.Open)];
        var data = new FoldData(
            clips,
            labels,
            files[0].Clips,
            [.. files.Skip(1).Select(static file => file.Clips)],
            folds,
            targets is null ? null : TargetValues.Read(clips, targets, folds)) { Files = files };
        return normalization == FeatureNormalization.Speaker ? data.NormalizedBySpeaker() : data;
    }

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

    /// <summary>One side of a fold as the network reads it, with labels or targets.</summary>
    public SequenceSet Sequences(SplitFold fold, Partition partition)
    {
        if (Targets is not null)
        {
            var known = Targets.Select(fold.IndicesOf(partition));
            float[] values = [.. Enumerable.Repeat(known, 1 + TakenCopies(partition).Count).SelectMany(static values => values)];
            return Table(fold, partition).WithTargets(values, Targets.Names.Count);
        }

        var numbers = Labels.Select((label, number) => (label, number)).ToDictionary(l => l.label, l => l.number, StringComparer.Ordinal);
        var own = Array.ConvertAll(fold.IndicesOf(partition), i => numbers[Clips[i].Label]);
        return Table(fold, partition)
            .WithLabels([.. Enumerable.Repeat(own, 1 + TakenCopies(partition).Count).SelectMany(static labels => labels)]);
    }

    /// <summary>The training side as a classifier reads it: the clips to train and those to validate on, which nothing else uses.</summary>
    public ClassifierTrainingSet TrainingSide(SplitFold fold)
    {
        int[] indices = [.. fold.IndicesOf(Partition.Train).Concat(fold.IndicesOf(Partition.Validation)).Order()];
        SequenceSet Take(SequenceSet set) =>
            Targets is null ? set.Select(indices) : set.Select(indices).WithTargets(Targets.Select(indices), Targets.Names.Count);
        return new ClassifierTrainingSet(
            Take(Features),
            [.. Copies.Select(Take)],
            Array.ConvertAll(indices, i => Clips[i]),
            Labels);
    }

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
