using Bakeoff.Corpora;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Options;

namespace Bakeoff.Evaluation.Selection;

/// <summary>Division of the training side into inner folds that ask the same question as the test side.</summary>
internal static class InnerFolds
{
    /// <summary>Derives the grouping of the inner folds from that of the test side, as far as the training side allows it.</summary>
    /// <remarks>
    /// By speaker needs two training speakers. With one, folds are by imitated speaker; without imitated speakers by text, and without
    /// texts by clip. Where a column of the corpus groups the test side, inner folds are by speaker.
    /// </remarks>
    public static string Derive(SplitOptions outer, ClassifierTrainingSet training)
    {
        var same = outer.TestGrouping;
        var isBySpeaker = same is SplitGrouping.Speaker or SplitGrouping.SpeakerAndText;
        var hasSpeakers = ClipGroups.Count(training.Clips, static clip => clip.Speaker) >= 2;
        var hasTexts = ClipGroups.Count(training.Clips, static clip => clip.Text) >= 2;
        return same switch
        {
            SplitGrouping.Speaker when hasSpeakers => SplitGrouping.Speaker,
            SplitGrouping.SpeakerAndText when hasSpeakers => SplitGrouping.SpeakerAndText,
            _ when isBySpeaker && training.HasImitatedSpeakers => InnerGrouping.Voice,
            SplitGrouping.None => SplitGrouping.None,
            SplitGrouping.SpeakerText => SplitGrouping.SpeakerText,
            not SplitGrouping.Text when hasSpeakers => SplitGrouping.Speaker,
            _ => hasTexts ? SplitGrouping.Text : SplitGrouping.None,
        };
    }

    /// <summary>Splits the training side into inner folds.</summary>
    /// <param name="training">The training side.</param>
    /// <param name="grouping">Clips that stay together.</param>
    /// <param name="folds">Largest number of folds; by imitated speaker there is one for each.</param>
    /// <param name="seed">Seed of the experiment.</param>
    /// <exception cref="SplitException">The training side cannot be divided in this way.</exception>
    public static IReadOnlyList<InnerFold> Split(ClassifierTrainingSet training, string grouping, int folds, ulong seed)
    {
        if (grouping != InnerGrouping.Voice)
        {
            return [.. Split(training.Clips, grouping, grouping, folds, seed).Select(static fold => ToInnerFold(fold, null))];
        }

        if (!training.HasImitatedSpeakers)
        {
            throw new SplitException(
                "classifier.group_by", new ErrorDetails("the grouping is {value}, but the training clips have no copies as other speakers")
            {
                Value = grouping,
                Rule = "augmentation.voice each_copy",
                NextStep = "Add 'augmentation: {copies: 4, voice: each_copy}' or group by something else.",
            });
        }

        // As many parts as versions, one evaluated in each version: every clip is evaluated once, and neither its version nor its text is
        // trained on.
        var versions = training.VersionCount;
        var parts = ClipGroups.Count(training.Clips, static clip => clip.Text) >= versions ? SplitGrouping.Text : SplitGrouping.None;
        return [.. Split(training.Clips, grouping, parts, versions, seed).Select(static (fold, version) => ToInnerFold(fold, version))];
    }

    private static InnerFold ToInnerFold(SplitFold fold, int? heldOutVersion) =>
        new(fold.IndicesOf(Partition.Train), fold.IndicesOf(Partition.Test), heldOutVersion);

    private static IReadOnlyList<SplitFold> Split(
        IReadOnlyList<Clip> training, string requested, string parts, int folds, ulong seed)
    {
        var groups = parts switch
        {
            SplitGrouping.None => training.Count,
            SplitGrouping.Speaker => ClipGroups.Count(training, static clip => clip.Speaker),
            SplitGrouping.Text or SplitGrouping.SpeakerAndText => ClipGroups.Count(training, static clip => clip.Text),
            SplitGrouping.SpeakerText => ClipGroups.Count(training, static clip => clip.Speaker + "\n" + clip.Text),
            _ => ClipGroups.Count(training, ClipGroups.KeyOf(parts, [.. training], "classifier.group_by")),
        };
        var options = new SplitOptions
        {
            By = SplitRule.Kfold,
            GroupBy = parts,
            Folds = Math.Clamp(groups, 2, folds),
            Validation = 0,
            Acknowledge = Enum.GetValues<Leak>(),
        };
        try
        {
            return Splitter.Split(training, options, seed).Folds;
        }
        catch (SplitException exception)
        {
            throw new SplitException("classifier", new ErrorDetails(
                $"the training side cannot be divided into inner folds by {requested}: {exception.What}")
            {
                Value = exception.Value,
                Rule = exception.Rule,
                NextStep = "State classifier.group_by, give a single candidate, or change the split.",
            });
        }
    }
}
