using Bakeoff.Experiments.Datasets;
using Bakeoff.Experiments.Datasets.Indexing;
using Bakeoff.Experiments.FeatureFiles;
using Bakeoff.Experiments.Splits;
using Bakeoff.Neural.Data;
using Bakeoff.Pipeline.Stages;

namespace Bakeoff.Experiments.Stages;

/// <summary>Clips, features and folds as the stages after them read them.</summary>
/// <param name="Clips">All clips, in the index's order.</param>
/// <param name="Labels">Classes in ordinal order; a label's position is its number.</param>
/// <param name="Features">Features of all clips.</param>
/// <param name="Folds">Partitions of each fold.</param>
internal sealed record FoldData(IReadOnlyList<Clip> Clips, IReadOnlyList<string> Labels, FeatureTable Features, IReadOnlyList<SplitFold> Folds)
{
    /// <summary>Reads the outputs of index, featurize and split.</summary>
    public static FoldData Read(StageContext context)
    {
        var clips = IndexTable.Read(Path.Combine(context.InputFolder(StageNames.Index), IndexStage.IndexFile));
        var labels = clips.Select(c => c.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var features = FeatureTable.Read(context.InputFolder(StageNames.Featurize));
        var folds = SplitTable.Read(Path.Combine(context.InputFolder(StageNames.Split), SplitStage.SplitFile), clips);
        return new FoldData(clips, labels, features, folds);
    }

    /// <summary>One side of a fold as the network reads it.</summary>
    public SequenceSet Sequences(SplitFold fold, Partition partition)
    {
        var indices = fold.IndicesOf(partition);
        var selected = Features.Select(indices);
        var numbers = Labels.Select((label, number) => (label, number)).ToDictionary(l => l.label, l => l.number, StringComparer.Ordinal);
        return new SequenceSet(selected.Values, selected.Offsets, selected.FeatureCount, Array.ConvertAll(indices, i => numbers[Clips[i].Label]));
    }
}
