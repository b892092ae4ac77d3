using System.Globalization;
using Bakeoff.Audio.Features;
using Bakeoff.Classifiers;
using Bakeoff.Classifiers.Sampling;
using Bakeoff.Corpora;
using Bakeoff.Evaluation.Normalization;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Neural.Data;
using Bakeoff.Options;

namespace Bakeoff.Evaluation.Selection;

/// <summary>The parts of an experiment that decide, with the list of clips, if training and evaluation are possible.</summary>
public sealed record PlannedEvaluation
{
    /// <summary>Division of the clips.</summary>
    public required SplitOptions Split { get; init; }

    /// <summary>Seed of the experiment.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Normalisation of the features.</summary>
    public required FeatureNormalization Normalization { get; init; }

    /// <summary>Candidates for the classifier; null for a network.</summary>
    public ClassifierChoiceOptions? Classifier { get; init; }

    /// <summary>True if the label is predicted, and there must be two. Default true.</summary>
    public bool HasLabel { get; init; } = true;

    /// <summary>Altered copies of each training clip.</summary>
    public int Copies { get; init; }

    /// <summary>True if each copy imitates one other speaker.</summary>
    public bool AreCopiesImitatedSpeakers { get; init; }

    /// <summary>Finds what would stop the training or the evaluation, before features are computed.</summary>
    /// <param name="clips">All clips of the corpus.</param>
    /// <exception cref="SplitException">There is a single class, or the clips cannot be split, normalised or divided into inner folds as
    /// requested.</exception>
    public void Check(IReadOnlyList<Clip> clips)
    {
        ArgumentNullException.ThrowIfNull(clips);
        string[] labels = [.. clips.Select(static clip => clip.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (labels.Length < (HasLabel ? 2 : 1))
        {
            throw new SplitException("dataset", new ErrorDetails("the corpus has {value}")
            {
                Value = labels.Length == 0 ? "no clips" : $"1 class, '{labels[0]}'",
                Rule = HasLabel ? "at least 2 classes to tell apart" : "at least 1",
                NextStep = "Add recordings of another class, or correct the dataset's pattern, labels or filters.",
            });
        }

        if (Normalization == FeatureNormalization.Speaker)
        {
            SpeakerNormalizer.RequireSpeakers(clips);
        }

        foreach (var fold in Splitter.Split(clips, Split, Seed).Folds)
        {
            if (Classifier is not null)
            {
                CheckCandidates(Classifier, fold, clips, labels);
            }
        }
    }

    private void CheckCandidates(ClassifierChoiceOptions choice, SplitFold fold, IReadOnlyList<Clip> clips, string[] labels)
    {
        // Which clips train together is known without their features.
        var unknown = new SequenceSet([], [0], 1);
        var isTraining = fold.Partitions.Select(static side => side is Partition.Train or Partition.Validation).ToList();
        var training = new ClassifierTrainingSet(
            unknown,
            [.. Enumerable.Repeat(unknown, Copies)],
            [.. clips.Where((_, i) => isTraining[i])],
            labels)
        {
            AreCopiesImitatedSpeakers = AreCopiesImitatedSpeakers,
        };
        List<(IEnumerable<int> Clips, int Versions)> trainings = [(Enumerable.Range(0, training.Clips.Count), training.VersionCount)];
        if (choice.Candidates.Count > 1 && Split.ChooseOn.Count == 0)
        {
            var grouping = choice.GroupBy ?? InnerFolds.Derive(Split, training);
            trainings =
            [
                .. InnerFolds.Split(training, grouping, choice.Folds, Seed)
                    .Select(inner => (inner.Train.AsEnumerable(), training.VersionCount - (inner.HeldOutVersion is null ? 0 : 1))),
            ];
        }

        var classCounts = trainings.ConvertAll(side => side.Clips.CountBy(clip => training.Classes[clip])
            .Select(count => count.Value * side.Versions).ToList());
        if (choice.Sampling == RowSampling.Smote && classCounts.Exists(static counts => counts.Contains(1)))
        {
            throw new SplitException("classifier", new ErrorDetails($"a class has {{value}} to train on in fold {fold.Name}")
            {
                Value = "a single clip",
                Rule = "at least 2, between which sampling: smote makes others",
                NextStep = "Use sampling: over, or add recordings.",
            });
        }

        var rows = classCounts.Min(counts => RowSampler.CountAfter(counts, choice.Sampling));
        if (choice.Candidates.FirstOrDefault(candidate => candidate.LeastTrainingRows() > rows) is { } starved)
        {
            var details = new ErrorDetails($"{starved.ToYaml()} has {{value}} clips to train on in fold {fold.Name}")
            {
                Value = rows.ToString(CultureInfo.InvariantCulture),
                Rule = string.Create(CultureInfo.InvariantCulture, $"at least {starved.LeastTrainingRows()}"),
                NextStep = "Change the candidate or the split, or add recordings.",
            };
            throw new SplitException("classifier", details);
        }
    }
}
