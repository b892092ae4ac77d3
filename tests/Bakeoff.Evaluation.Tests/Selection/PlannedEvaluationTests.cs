using Bakeoff.Audio.Features;
using Bakeoff.Classifiers;
using Bakeoff.Classifiers.Linear;
using Bakeoff.Classifiers.Neighbours;
using Bakeoff.Corpora;
using Bakeoff.Evaluation.Selection;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Testing;

namespace Bakeoff.Evaluation.Tests.Selection;

public sealed class PlannedEvaluationTests
{
    private static readonly SplitOptions Random = new() { Acknowledge = Enum.GetValues<Leak>() };
    private static readonly SplitOptions BySpeaker = Random with { By = SplitRule.Speaker };
    private static readonly SplitOptions LeaveOneOut = Random with { By = SplitRule.LeaveOneSpeakerOut };

    [Fact]
    public void Check_EnoughOfEverything_Passes()
    {
        var clips = ClipSet.TwoSpeakers();
        Plan(Random).Check(clips);
        Plan(BySpeaker).Check(clips);
        Plan(LeaveOneOut, new LogisticRegressionOptions(), new NearestNeighboursOptions()).Check(clips);
    }

    [Theory]
    [InlineData(0, "dataset: the corpus has no clips, expected at least 2 classes to tell apart. Add recordings of another class")]
    [InlineData(1, "dataset: the corpus has 1 class, 'l0', expected at least 2 classes to tell apart. Add recordings of another class")]
    public void Check_FewerThanTwoClasses_SaysSo(int classes, string expected) =>
        Fails(ClipSet.Crossed(2, 4, classes), Plan(Random), expected);

    [Fact]
    public void Check_OneClipAClass_NamesTheClass()
    {
        var clips = ClipSet.Crossed(1, 1, 3);
        Fails(clips, Plan(Random), "split.test: class 'l0' has 1 clip to divide between train, validation and test, expected at least 3.");
        Fails(clips, Plan(Random with { Validation = 0 }), "split.test: class 'l0' has 1 clip to divide between train and test, ");
    }

    [Fact]
    public void Check_OneSpeaker_CannotBeHeldOut()
    {
        var clips = ClipSet.Crossed(1, 10, 3);
        Fails(clips, Plan(BySpeaker), "split.by: the corpus has 1 speaker, expected at least 2 named speakers.");
        Fails(clips, Plan(LeaveOneOut), "split.by: the corpus has 1 speaker, expected at least 2 named speakers.");
        Fails(
            clips,
            Plan(Random with { By = SplitRule.Kfold, GroupBy = SplitGrouping.Speaker }),
            "split.folds: the number of folds is 5, expected at most 1, the number of groups. Group by something else, or add recordings.");
    }

    [Fact]
    public void Check_SomeSpeakersUnknown_CannotBeHeldOut()
    {
        var clips = ClipSet.TwoSpeakers().ConvertAll(static clip => clip.Speaker == "s01" ? clip with { Speaker = "" } : clip);
        Fails(
            clips,
            Plan(BySpeaker),
            "split.by: the corpus does not name the speaker of every clip (unknown for 70 of 140 clips), "
                + "expected a speaker for each, and at least 2 in all.");
        Fails(
            clips,
            Plan(Random) with { Normalization = FeatureNormalization.Speaker },
            "normalization: s01_t00_l0_0.wav has no speaker, expected one for every clip where normalization is speaker.");
    }

    [Fact]
    public void Check_ClassThatOnlyOneSpeakerHas_IsNotTrained()
    {
        var clips = ClipSet.Crossed(3, 4, 2);
        clips.Add(ClipSet.Make("s02", "t00", "rare", 0));
        Fails(clips, Plan(LeaveOneOut), "split: fold s02 has class 'rare' (1 clip in all) on the test side but not in train");
    }

    [Fact]
    public void Check_InnerFoldsImpossible_SaysSoBeforeFeatures()
    {
        var clips = ClipSet.Crossed(2, 3, 2);
        clips.AddRange([ClipSet.Make("s00", "t00", "rare", 0), ClipSet.Make("s01", "t00", "rare", 0)]);

        Fails(
            clips,
            Plan(LeaveOneOut with { Validation = 0 }, new LogisticRegressionOptions(), new LogisticRegressionOptions { C = 2 }),
            "classifier: the training side cannot be divided into inner folds by text: fold ");
        Plan(LeaveOneOut with { Validation = 0 }, new LogisticRegressionOptions()).Check(clips);
    }

    [Fact]
    public void Check_FewerClipsThanNeighbours_SaysSo() =>
        Fails(
            ClipSet.Crossed(1, 4, 2),
            Plan(Random, new NearestNeighboursOptions { K = 7 }),
            "classifier: nearest_neighbours: {k: 7} has 6 clips to train on in fold 1, expected at least 7. Change the candidate");

    [Fact]
    public void Check_Sampling_CountsTheRowsThatAreTrainedOn()
    {
        var clips = ClipSet.Crossed(4, 4, 2);
        clips.AddRange([ClipSet.Make("s00", "t00", "rare", 0), ClipSet.Make("s01", "t00", "rare", 0), ClipSet.Make("s01", "t01", "rare", 0)]);
        var plan = Plan(LeaveOneOut with { Validation = 0 }, new NearestNeighboursOptions { K = 4 });

        plan.Check(clips);
        Fails(
            clips,
            plan with { Classifier = plan.Classifier! with { Sampling = RowSampling.Under } },
            "classifier: nearest_neighbours: {k: 4} has 3 clips to train on in fold s01, expected at least 4. Change the candidate");
        Fails(
            clips,
            plan with { Classifier = plan.Classifier! with { Sampling = RowSampling.Smote } },
            "classifier: a class has a single clip to train on in fold s01, expected at least 2, between which sampling: smote makes others. "
                + "Use sampling: over, or add recordings.");
    }

    private static PlannedEvaluation Plan(SplitOptions split, params ClassifierOptions[] candidates) => new()
    {
        Split = split,
        Seed = 1,
        Normalization = FeatureNormalization.Train,
        Classifier = candidates.Length == 0 ? null : new ClassifierChoiceOptions { Candidates = candidates },
    };

    private static void Fails(List<Clip> clips, PlannedEvaluation plan, string expected) =>
        Should.Throw<SplitException>(() => plan.Check(clips)).Message.ShouldStartWith(expected);
}
