using Bakeoff.Classifiers;
using Bakeoff.Classifiers.Confidence;
using Bakeoff.Classifiers.Linear;
using Bakeoff.Classifiers.Neighbours;
using Bakeoff.Classifiers.Selection;
using Bakeoff.Classifiers.SupportVectors;
using Bakeoff.Corpora;
using Bakeoff.Evaluation.Selection;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Models.Storage;
using Bakeoff.Neural.Data;
using Bakeoff.Numerics;
using Bakeoff.Testing;

namespace Bakeoff.Evaluation.Tests.Selection;

public sealed class CandidateSelectionTests
{
    private static readonly string[] Labels = ["l0", "l1", "l2"];
    private static readonly SplitOptions BySpeaker = new() { By = SplitRule.LeaveOneSpeakerOut };

    [Theory]
    [InlineData(6)]
    [InlineData(2)]
    public void Choose_GoodAndHopelessCandidates_TakesTheGoodOne(int speakers)
    {
        var clips = ClipSet.Crossed(speakers, 6, 3);
        var random = new SeededRandom(1, "features");
        var features = Rows(clips, clip => [Label(clip) + (0.3 * random.NextGaussian()), random.NextGaussian()]);
        var options = new ClassifierChoiceOptions { Candidates = [new RbfSvmOptions { Gamma = 1e6 }, new LogisticRegressionOptions()] };
        var training = new ClassifierTrainingSet(features, [], clips, Labels);

        var choice = CandidateSelection.Choose(options, BySpeaker, training, new FitSettings(IsScaled: true, Seed: 1, Threads: 2));

        choice.Candidates[1].InnerUar!.Value.ShouldBeGreaterThan(0.65, "of two speakers one is left, 18 clips, to learn from");
        choice.Candidates[0].InnerUar!.Value.ShouldBeLessThan(0.5);
        choice.Chosen.ShouldBe(1);
        choice.GroupBy.ShouldBe(SplitGrouping.Speaker);
        choice.Folds.ShouldBe(Math.Min(speakers, 5));
        CandidateSelection
            .Choose(options, BySpeaker, training, new FitSettings(IsScaled: true, Seed: 1, Threads: 1)).Candidates
            .ShouldBe(choice.Candidates);
    }

    [Fact]
    public void Choose_OverconfidentCandidate_KeepsWhatItGaveForHeldOutClips()
    {
        var clips = ClipSet.Crossed(6, 6, 3);
        var random = new SeededRandom(1, "features");
        var features = Rows(clips, clip => [Label(clip) + (0.3 * random.NextGaussian()), random.NextGaussian()]);
        var training = new ClassifierTrainingSet(features, [], clips, Labels);
        var settings = new FitSettings(IsScaled: true, Seed: 1, Threads: 2);
        CandidateChoice Choose(ClassifierTrainingSet set, params ClassifierOptions[] candidates) =>
            CandidateSelection.Choose(new ClassifierChoiceOptions { Candidates = candidates }, BySpeaker, set, settings);

        var several = Choose(training, new RbfSvmOptions { Gamma = 1e6 }, new LinearDiscriminantOptions());
        var single = Choose(training, new LinearDiscriminantOptions());

        several.Chosen.ShouldBe(1);
        several.HeldOut!.Count.ShouldBe(clips.Count);
        single.HeldOut!.SelectMany(static row => row).ShouldBe(several.HeldOut!.SelectMany(static row => row));
        single.Candidates[0].InnerUar.ShouldBe(several.Candidates[1].InnerUar);
        single.HeldOut!.Index().Count(row => Softmax.ArgMax(row.Item) == training.Classes[row.Index]).ShouldBeLessThan(clips.Count);
        Choose(training, new LogisticRegressionOptions()).HeldOut.ShouldBeNull("nothing is calibrated, and there is no choice");
        Choose(training with { Calibration = CalibrationMethod.Temperature }, new LogisticRegressionOptions()).HeldOut.ShouldNotBeNull();
        Choose(training with { Calibration = CalibrationMethod.None }, new LinearDiscriminantOptions()).HeldOut.ShouldBeNull();
    }

    [Theory]
    [InlineData(CandidateRule.Best)]
    [InlineData(CandidateRule.Simplest)]
    public void Choose_OtherCorpora_TakesWhatHoldsThereAmongTheirClasses(CandidateRule rule)
    {
        var clips = ClipSet.Crossed(1, 12, 3);
        var random = new SeededRandom(1, "features");
        double[] Row(Clip clip) => [Label(clip) + (0.4 * random.NextGaussian()), random.NextGaussian()];
        var training = new ClassifierTrainingSet(Rows(clips, Row), [], clips, Labels)
        {
            ChooseOn =
            [
                .. new[] { "near", "far" }.Select((name, corpus) =>
                {
                    var own = ClipSet.Crossed(2, 10, 2 + corpus);
                    return new ChoiceCorpus(name, Rows(own, Row), [.. own.Select(static clip => (int)Label(clip))]);
                }),
            ],
        };
        var options = new ClassifierChoiceOptions
        {
            Candidates = [new RbfSvmOptions { Gamma = 1e6 }, new LinearDiscriminantOptions { Shrinkage = 0.9 }],
            Choose = rule,
        };
        var settings = new FitSettings(IsScaled: true, Seed: 1, Threads: 1);

        var choice = CandidateSelection.Choose(options, BySpeaker, training, settings);

        choice.Chosen.ShouldBe(1);
        (choice.GroupBy, choice.Folds, choice.HoldOuts).ShouldBe((CandidateChoice.ByCorpora, 2, "2 corpora on neither side"));
        var fitted = training.Fit(options.Candidates[1], [.. Enumerable.Range(0, clips.Count)], settings);
        double Recall(ChoiceCorpus corpus, int classes) => fitted.Probabilities(corpus.Features.ToDesignMatrix(), 1)
            .Zip(corpus.Classes, (row, truth) => (Truth: truth, IsRight: Softmax.ArgMax(row[..classes]) == truth))
            .GroupBy(static clip => clip.Truth)
            .Average(static clips => clips.Average(static clip => clip.IsRight ? 1.0 : 0));
        choice.Candidates[1].InnerUar!.Value.ShouldBe(
            (Recall(training.ChooseOn[0], 2) + Recall(training.ChooseOn[1], 3)) / 2, 1e-12, "the mean over corpora, each among its own classes");
        choice.HeldOut!.Count.ShouldBe(clips.Count, "what is calibrated is of the training side");
        CandidateSelection
            .Choose(options with { Candidates = [options.Candidates[1]] }, BySpeaker, training, settings)
            .GroupBy.ShouldNotBe(CandidateChoice.ByCorpora, "there is nothing to choose");
    }

    // One clip of a class: no inner fold can hold it out and train on the class as well.
    [Fact]
    public void Choose_SingleCandidateThatCannotBeHeldOut_IsTrainedAllTheSame()
    {
        var clips = ClipSet.Crossed(2, 2, 1).Append(ClipSet.Make("s01", "t01", "l1", 9)).ToList();
        var training = new ClassifierTrainingSet(Rows(clips, clip => [Label(clip), clip.Text[^1]]), [], clips, ["l0", "l1"]);

        var choice = CandidateSelection.Choose(
            new ClassifierChoiceOptions { Candidates = [new LinearDiscriminantOptions()] },
            BySpeaker,
            training,
            new FitSettings(IsScaled: true, Seed: 1, Threads: 1));

        choice.HeldOut.ShouldBeNull();
        choice.Folds.ShouldBe(0);
    }

    [Fact]
    public void Choose_FeatureThatNamesTheSpeaker_IsNotRewarded()
    {
        // Each speaker says one label only: a feature that tells the speaker tells the label, but not for a speaker left out.
        var clips = Enumerable
            .Range(0, 9)
            .SelectMany(static speaker => Enumerable.Range(0, 10).Select(take => ClipSet.Make($"s{speaker}", "t", $"l{speaker % 3}", take)))
            .ToList();
        var features = Rows(clips, static clip => [clip.Speaker[1] - '0']);

        var options =
            new ClassifierChoiceOptions { Candidates = [new NearestNeighboursOptions { K = 3 }, new NearestNeighboursOptions { K = 3 }] };
        var choice = CandidateSelection.Choose(options, BySpeaker, new ClassifierTrainingSet(
            features, [], clips, Labels), new FitSettings(IsScaled: true, Seed: 1, Threads: 1));

        choice.Candidates[0].InnerUar!.Value.ShouldBeLessThan(0.34);
        choice.Chosen.ShouldBe(0);
    }

    [Fact]
    public void Choose_Simplest_TakesTheFirstThatTheInnerFoldsCannotTellFromTheBest()
    {
        var clips = ClipSet.Crossed(6, 6, 3);
        var random = new SeededRandom(1, "features");
        var features = Rows(clips, clip => [Label(clip) + (0.6 * random.NextGaussian()), random.NextGaussian()]);
        var training = new ClassifierTrainingSet(features, [], clips, Labels);
        ClassifierOptions[] candidates =
        [
            new RbfSvmOptions { Gamma = 1e6 }, new LogisticRegressionOptions { C = 0.1 }, new LogisticRegressionOptions { C = 0.12 },
            new LogisticRegressionOptions(),
        ];
        CandidateChoice Choose(CandidateRule rule, params ClassifierOptions[] among) => CandidateSelection.Choose(
            new ClassifierChoiceOptions { Candidates = among, Choose = rule }, BySpeaker, training, new FitSettings(IsScaled: true, Seed: 1, Threads: 2));

        var simplest = Choose(CandidateRule.Simplest, candidates);
        var best = Choose(CandidateRule.Best, candidates);

        simplest.Chosen.ShouldBe(1, "a hopeless one is told apart, the next is not");
        best.Chosen.ShouldBe(3);
        best.Candidates.ShouldAllBe(static candidate => candidate.Lead == null);
        simplest.Candidates[3].Lead.ShouldBe(new InnerLead(0, 0), "of the best over itself");
        simplest.Candidates[0].Lead!.IsWithinError().ShouldBeFalse();
        simplest.Candidates[1].Lead!.Mean.ShouldBeGreaterThan(0);
        CandidateChoice.PositionOf(simplest.Candidates).ShouldBe(simplest.Chosen);
    }

    [Fact]
    public void Lead_OfPairedFigures_IsTheirMeanDifferenceWithItsStandardError()
    {
        var lead = InnerLead.Of([0.9, 0.8, 0.7, 0.8], [0.8, 0.8, 0.4, 0.8]);

        // Differences 0.1, 0, 0.3, 0: mean 0.1, deviation sqrt(0.02), over the root of four.
        lead.Mean.ShouldBe(0.1, 1e-12);
        lead.Error.ShouldBe(Math.Sqrt(0.02) / 2, 1e-12);
        lead.IsWithinError().ShouldBeFalse();
    }

    [Fact]
    public void Choose_Targets_TakesTheCandidateWithTheBestMeanCcc()
    {
        var clips = ClipSet.Crossed(6, 6, 3);
        var random = new SeededRandom(1, "features");
        var signals = clips.Select(_ => random.NextGaussian()).ToArray();
        var next = 0;
        var rows = Rows(clips, _ => [signals[next++] + (0.2 * random.NextGaussian()), random.NextGaussian()]);

        // The second number falls with the signal, and every seventh clip lacks it.
        float[] values =
        [
            .. signals.SelectMany(static (signal, clip) =>
                new[] { (float)(5 + signal), clip % 7 == 0 ? float.NaN : (float)(-10 * signal) }),
        ];
        var training = new ClassifierTrainingSet(rows.WithTargets(values, 2), [], clips, Labels);
        var options = new ClassifierChoiceOptions
        {
            Candidates = [new RidgeOptions { Lambda = 1e5 }, new RidgeOptions(), new NearestNeighboursOptions { K = 50 }],
        };

        var choice = CandidateSelection.Choose(options, BySpeaker, training, new FitSettings(IsScaled: true, Seed: 1, Threads: 2));

        choice.Chosen.ShouldBe(1);
        choice.Candidates[1].InnerCcc!.Value.ShouldBe(0.96, 0.03);
        choice.Candidates[0].InnerCcc!.Value.ShouldBeLessThan(0.1);
        choice.Candidates.ShouldAllBe(static candidate => candidate.InnerUar == null);
        CandidateSelection
            .Choose(options, BySpeaker, training, new FitSettings(IsScaled: true, Seed: 1, Threads: 1)).Candidates
            .ShouldBe(choice.Candidates);
        var fitted = training.FitTargets(choice.Classifier, [.. Enumerable.Range(0, clips.Count)], new FitSettings(true, 1, 1));
        fitted.Regressors.Count.ShouldBe(2);
    }

    [Fact]
    public void Choose_OneCandidate_ComputesNothing()
    {
        var clips = ClipSet.Crossed(1, 1, 3);
        var options = new ClassifierChoiceOptions { Candidates = [new LinearSvmOptions()] };

        var choice = CandidateSelection.Choose(options, BySpeaker, new ClassifierTrainingSet(
            Rows(clips, static _ => [0]), [], clips, Labels), new FitSettings(IsScaled: true, Seed: 1, Threads: 1));

        choice.Candidates.ShouldHaveSingleItem().InnerUar.ShouldBeNull();
        choice.Folds.ShouldBe(0);
    }

    [Theory]
    [InlineData(SplitRule.Random, 4, 4, SplitGrouping.None)]
    [InlineData(SplitRule.LeaveOneSpeakerOut, 4, 4, SplitGrouping.Speaker)]
    [InlineData(SplitRule.LeaveOneSpeakerOut, 1, 4, SplitGrouping.Text)]
    [InlineData(SplitRule.LeaveOneSpeakerOut, 1, 1, SplitGrouping.None)]
    public void Choose_GroupingNotStated_AsksTheQuestionOfTheTestSide(SplitRule by, int speakers, int texts, string expected)
    {
        var clips = ClipSet.Crossed(speakers, texts, 3, 5);
        var features = Rows(clips, static clip => [Label(clip)]);
        var options = new ClassifierChoiceOptions
        {
            Candidates = [new LogisticRegressionOptions(), new LogisticRegressionOptions { C = 2 }],
            Folds = 3,
        };

        var choice = CandidateSelection.Choose(options, new SplitOptions { By = by }, new ClassifierTrainingSet(
            features, [], clips, Labels), new FitSettings(IsScaled: true, Seed: 1, Threads: 1));

        choice.GroupBy.ShouldBe(expected);
        choice.Candidates[0].InnerUar!.Value.ShouldBe(1);
    }

    [Fact]
    public void Choose_Copies_AreTrainedOnWithTheirClipAndNeverEvaluated()
    {
        // The clips themselves say nothing; each copy names its own label. A copy of a clip on the inner test side would give it away to
        // the nearest neighbour.
        var clips = ClipSet.Crossed(4, 5, 3);
        var silent = Rows(clips, static _ => [0, 0]);
        var number = 0;
        var telling = Rows(clips, clip => [Label(clip), number++]);
        var options =
            new ClassifierChoiceOptions { Candidates = [new NearestNeighboursOptions { K = 1 }, new NearestNeighboursOptions { K = 3 }] };

        var choice = CandidateSelection.Choose(options, BySpeaker, new ClassifierTrainingSet(
            silent, [telling], clips, Labels), new FitSettings(IsScaled: false, Seed: 1, Threads: 1));

        choice.Candidates[0].InnerUar!.Value.ShouldBe(1.0 / 3, 1e-12);
    }

    [Theory]
    [InlineData(SplitGrouping.Text, 0)]
    [InlineData(null, 1)]
    public void Choose_FeatureThatOnlyKnownVoicesExplain_IsSeenThroughByVoiceAlone(string? grouping, int expected)
    {
        // Six voices of one speaker. The second column names the label in a code of each voice, the third names the voice: the nearest
        // neighbour reads both and knows every new word, but no new voice. The discriminant finds the code contradictory and keeps to the
        // first column, which holds in all voices.
        var clips = ClipSet.Crossed(1, 30, 3);
        var random = new SeededRandom(1, "features");
        var voices = Enumerable
            .Range(0, 6)
            .Select(voice => Rows(
                clips, clip => [Label(clip) + (0.3 * random.NextGaussian()), 10 * ((Label(clip) + voice) % 3), 40 * voice]))
            .ToList();
        var training = new ClassifierTrainingSet(voices[0], voices[1..], clips, Labels) { AreCopiesImitatedSpeakers = true };
        var options = new ClassifierChoiceOptions
        {
            Candidates = [new NearestNeighboursOptions { K = 1 }, new LinearDiscriminantOptions { Shrinkage = 1e-5 }],
            GroupBy = grouping,
        };

        var choice = CandidateSelection.Choose(options, BySpeaker, training, new FitSettings(IsScaled: false, Seed: 1, Threads: 2));

        choice.Chosen.ShouldBe(expected);
        choice.GroupBy.ShouldBe(grouping ?? InnerGrouping.Voice);
        choice.Folds.ShouldBe(grouping is null ? 6 : 5);
        choice.Candidates[0].InnerUar!.Value.ShouldBe(grouping is null ? 0 : 1, "neighbouring voices have the wrong code for every label");
        choice.Candidates[1].InnerUar!.Value.ShouldBeInRange(0.8, 0.99);
        CandidateSelection
            .Choose(options, BySpeaker, training, new FitSettings(IsScaled: false, Seed: 1, Threads: 1)).Candidates
            .ShouldBe(choice.Candidates);
    }

    [Fact]
    public void Choose_GroupedByAColumn_KeepsWhatHasOneValueTogether()
    {
        // Two speakers to a session. Within a session, the first column names the label; the nearest neighbour in another knows nothing.
        Column[] columns = [new("session", ColumnType.Text)];
        var clips = ClipSet.Crossed(4, 6, 3).ConvertAll(clip =>
            clip with { Values = new ColumnValues(columns, [string.CompareOrdinal(clip.Speaker, "s02") < 0 ? "one" : "two"]) });
        var rows = Rows(clips, static clip => [Label(clip) + (clip.Values.TextOf("session") == "one" ? 0 : 100)]);
        var options = new ClassifierChoiceOptions
        {
            Candidates = [new NearestNeighboursOptions { K = 1 }, new NearestNeighboursOptions { K = 3 }],
            GroupBy = "session",
        };
        var settings = new FitSettings(IsScaled: false, Seed: 1, Threads: 1);

        var choice = CandidateSelection.Choose(options, BySpeaker, new ClassifierTrainingSet(rows, [], clips, Labels), settings);

        choice.GroupBy.ShouldBe("session");
        choice.Folds.ShouldBe(2);
        choice.Candidates[0].InnerUar!.Value.ShouldBe(1.0 / 3, 1e-12);
        CandidateSelection
            .Choose(options with { GroupBy = "speaker" }, BySpeaker, new ClassifierTrainingSet(rows, [], clips, Labels), settings)
            .Candidates[0].InnerUar!.Value.ShouldBe(1);
        Should.Throw<SplitException>(() => CandidateSelection.Choose(
                options with { GroupBy = "room" }, BySpeaker, new ClassifierTrainingSet(rows, [], clips, Labels), settings))
            .Message.ShouldStartWith(
                "classifier.group_by: the name is 'room', expected one of none, speaker, text, speaker_text, speaker_and_text, session.");
    }

    [Fact]
    public void Choose_CopiesAsVoicesOfSeveralSpeakers_KeepsToTheSpeakers()
    {
        var clips = ClipSet.Crossed(3, 6, 3);
        var rows = Rows(clips, static clip => [Label(clip)]);
        var options =
            new ClassifierChoiceOptions { Candidates = [new LogisticRegressionOptions(), new LogisticRegressionOptions { C = 2 }] };

        CandidateSelection.Choose(options, BySpeaker, new ClassifierTrainingSet(
            rows, [rows], clips, Labels) { AreCopiesImitatedSpeakers = true }, new FitSettings(IsScaled: true, Seed: 1, Threads: 1))
            .GroupBy.ShouldBe(SplitGrouping.Speaker);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(2)]
    public void Split_ByVoice_HoldsOutVoiceAndText(int texts)
    {
        var clips = ClipSet.Crossed(1, texts, 3, 4);
        var rows = Rows(clips, static _ => [0]);
        var training = new ClassifierTrainingSet(rows, [rows, rows, rows, rows], clips, Labels) { AreCopiesImitatedSpeakers = true };

        var folds = InnerFolds.Split(training, InnerGrouping.Voice, folds: 3, seed: 1);

        folds.Select(static fold => fold.HeldOutVersion).ShouldBe([0, 1, 2, 3, 4]);
        folds.SelectMany(static fold => fold.Test).Order().ShouldBe(Enumerable.Range(0, clips.Count));
        folds.ShouldAllBe(fold => !fold.Train.Intersect(fold.Test).Any());
        if (texts >= folds.Count)
        {
            folds.ShouldAllBe(fold => !fold.Train.Select(i => clips[i].Text).Intersect(fold.Test.Select(i => clips[i].Text)).Any());
        }
    }

    [Fact]
    public void Choose_ByVoiceWithoutVoices_SaysWhatIsMissing()
    {
        var clips = ClipSet.Crossed(1, 6, 3);
        var rows = Rows(clips, static _ => [0]);
        var options = new ClassifierChoiceOptions
        {
            Candidates = [new LogisticRegressionOptions(), new LinearSvmOptions()],
            GroupBy = InnerGrouping.Voice,
        };

        Should.Throw<SplitException>(() => CandidateSelection.Choose(options, BySpeaker, new ClassifierTrainingSet(
            rows, [rows], clips, Labels), new FitSettings(IsScaled: true, Seed: 1, Threads: 1)))
            .Message.ShouldBe(
                "classifier.group_by: the grouping is voice, but the training clips have no copies as other speakers, "
                + "expected augmentation.voice each_copy. Add 'augmentation: {copies: 4, voice: each_copy}' or group by something else.");
    }

    [Fact]
    public void Choose_MoreNeighboursThanClips_NamesTheCandidate()
    {
        var clips = ClipSet.Crossed(2, 2, 3);
        var training = new ClassifierTrainingSet(Rows(clips, static _ => [0]), [], clips, Labels);
        var options =
            new ClassifierChoiceOptions { Candidates = [new NearestNeighboursOptions { K = 7 }, new LogisticRegressionOptions()] };

        Should.Throw<SplitException>(
            () => CandidateSelection.Choose(options, BySpeaker, training, new FitSettings(IsScaled: true, Seed: 1, Threads: 1)))
            .Message.ShouldStartWith(
                "classifier: nearest_neighbours: {k: 7} cannot be trained on these clips: there are 6 training clips, "
                + "expected at least k (7). Change the candidate or the split.");
    }

    [Theory]
    [InlineData(RowSampling.Over)]
    [InlineData(RowSampling.Under)]
    [InlineData(RowSampling.Smote)]
    public void FitEach_Sampling_UsesTrainingClipsAloneAndScalesByThem(RowSampling sampling)
    {
        // Rows of the clips that are not trained on are not numbers: a single one of them among the sampled rows would show.
        var clips = ClipSet.Crossed(2, 6, 3).Where(static (clip, i) => Label(clip) > 0 || i % 2 == 0).ToList();
        int[] known = [.. clips.Index().Where(static pair => pair.Item.Speaker == "s00").Select(static pair => pair.Index)];
        var random = new SeededRandom(1, "features");
        var features = Rows(clips, clip => clip.Speaker == "s00" ? [Label(clip) + (0.1 * random.NextGaussian())] : [double.NaN]);
        var plain = new ClassifierTrainingSet(features, [features], clips, Labels);
        var settings = new FitSettings(IsScaled: true, Seed: 1, Threads: 1);

        var fitted = (plain with { Sampling = sampling }).Fit(new NearestNeighboursOptions { K = 1 }, known, settings);

        var unsampled = plain.Fit(new NearestNeighboursOptions { K = 1 }, known, settings);
        fitted.Scaler!.Mean.ShouldBe(unsampled.Scaler!.Mean);
        fitted.Scaler.Scale.ShouldBe(unsampled.Scaler.Scale);
        var arrays = fitted.Classifier.ToArrays();
        arrays.Single(static array => array.Name == "training").Values.ShouldAllBe(static value => double.IsFinite(value));
        var labels = arrays.Single(static array => array.Name == "labels").Values;
        var counts = labels.CountBy(static label => label).Select(static pair => pair.Value).ToList();
        counts.Count.ShouldBe(3);
        counts.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public void FitEach_SharesOfClasses_TrainsAClipOnceForEachThatItHas()
    {
        var clips = ClipSet.Crossed(1, 4, 3);
        var random = new SeededRandom(1, "features");
        var features = Rows(clips, clip => [Label(clip) + random.NextGaussian(), random.NextGaussian()]);
        var copies = Rows(clips, clip => [Label(clip) + random.NextGaussian(), random.NextGaussian()]);
        // A clip of label 0 has votes for label 1 too; clips of label 2 weigh half.
        var shares = clips.SelectMany(static clip =>
            Label(clip) switch { 0 => [0.75f, 0.25f, 0f], 1 => [0f, 1f, 0f], _ => new[] { 0f, 0f, 0.5f } });
        var training = new ClassifierTrainingSet(features.WithShares([.. shares], 3), [copies], clips, Labels);
        int[] all = [.. Enumerable.Range(0, clips.Count)];

        var fitted = training.Fit(new LinearDiscriminantOptions(), all, new FitSettings(IsScaled: true, Seed: 1, Threads: 1));

        var plain = (training with { Features = features }).Take(all);
        int[] rows = [.. Enumerable.Range(0, 24).SelectMany(row => Label(clips[row % 12]) == 0 ? [row, row] : new[] { row })];
        int[] classes =
        [
            .. rows.Index().Select(row => row.Index > 0 && rows[row.Index - 1] == row.Item ? 1 : (int)Label(clips[row.Item % 12])),
        ];
        // Of three clips, one of each label, the weights are 1, 1 and 0.5: a mean of 5/6.
        double[] weights =
        [
            .. rows.Zip(classes, (row, k) =>
                (Label(clips[row % 12]), k) switch { (0, 0) => 0.9, (0, _) => 0.3, (1, _) => 1.2, _ => 0.6 }),
        ];
        var scaler = StandardScaler.Fit(plain.Rows);
        var expected = new LinearDiscriminantOptions().Train(
            new TrainingRows(scaler.Apply(plain.Rows).Rows(rows), classes, 3) { Weights = weights }, seed: 1, threads: 1);
        fitted.Scaler!.Mean.ShouldBe(scaler.Mean);
        fitted.Classifier.ToArrays()[0].Values.ShouldBe(expected.ToArrays()[0].Values, 1e-12);
    }

    [Fact]
    public void Take_ClipsAndCopies_GroupsBySpeakerElseByTextElseByClip()
    {
        var clips = ClipSet.Crossed(2, 2, 3);
        var training = new ClassifierTrainingSet(Rows(clips, static _ => [0]), [Rows(clips, static _ => [1])], clips, Labels);
        int[] all = [.. Enumerable.Range(0, clips.Count)];
        int[] one = Array.FindAll(all, clip => clips[clip].Speaker == "s00");
        var single = new ClassifierTrainingSet(
            training.Features, [], [.. clips.Select(static clip => clip with { Speaker = "", Text = "" })], Labels);

        Names(training.Take(all), all).ShouldBe(Enumerable.Repeat(all.Select(clip => clips[clip].Speaker), 2).SelectMany(static own => own));
        training.Take(one).Groups!.Distinct().Count().ShouldBe(2);
        training.Take(one).Groups![..one.Length].ShouldBe(training.Take(one).Groups![one.Length..]);
        single.Take(all).Groups!.Distinct().Count().ShouldBe(clips.Count);

        IEnumerable<string> Names(TrainingRows rows, int[] taken) =>
            rows.Groups!.Select(group => clips[taken[Array.IndexOf(rows.Groups!, group)]].Speaker);
    }

    private static double Label(Clip clip) => clip.Label[1] - '0';

    // Each clip with one frame.
    private static SequenceSet Rows(IReadOnlyList<Clip> clips, Func<Clip, double[]> row)
    {
        var rows = clips.Select(row).ToList();
        return new SequenceSet(
            [.. rows.SelectMany(static values => values).Select(static value => (float)value)],
            [.. Enumerable.Range(0, clips.Count + 1).Select(static clip => (long)clip)],
            rows[0].Length);
    }
}
