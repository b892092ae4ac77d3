using System.Globalization;
using Bakeoff.Corpora;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Numerics;
using Bakeoff.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Bakeoff.Evaluation.Tests.Splits;

public sealed class SplitterTests
{
    private static readonly Leak[] All = Enum.GetValues<Leak>();

    [Fact]
    public void Split_Random_KeepsSharesOfLabelsAndSpeakers()
    {
        var clips = ClipSet.Crossed(4, 10, 7);

        var fold = Splitter.Split(clips, new SplitOptions { Acknowledge = All }, 1).Folds.Single();

        fold.Name.ShouldBe("1");
        Count(Partition.Test, static _ => true).ShouldBe(56);
        Count(Partition.Validation, static _ => true).ShouldBe(45);
        Count(Partition.Train, static _ => true).ShouldBe(179);
        foreach (var label in clips.Select(static clip => clip.Label).Distinct())
        {
            Count(Partition.Test, clip => clip.Label == label).ShouldBe(8);
            Count(Partition.Validation, clip => clip.Label == label).ShouldBeInRange(6, 7);
            foreach (var speaker in clips.Select(static clip => clip.Speaker).Distinct())
            {
                Count(Partition.Test, clip => clip.Label == label && clip.Speaker == speaker).ShouldBe(2);
            }
        }

        int Count(Partition partition, Func<Clip, bool> condition) => fold.IndicesOf(partition).Count(i => condition(clips[i]));
    }

    [Fact]
    public void Split_TrainClips_DrawsEvenlyKeepsTheFewerAndTheOtherSides()
    {
        var clips = ClipSet.Crossed(4, 10, 7);
        var options = new SplitOptions { Acknowledge = All };
        var (all, more, fewer) = (Fold(options), Fold(options with { TrainClips = 112 }), Fold(options with { TrainClips = 56 }));

        more.IndicesOf(Partition.Test).ShouldBe(all.IndicesOf(Partition.Test));
        fewer.IndicesOf(Partition.Validation).ShouldBe(all.IndicesOf(Partition.Validation));
        more.IndicesOf(Partition.Train).ShouldBeSubsetOf(all.IndicesOf(Partition.Train));
        more.IndicesOf(Partition.Train).Length.ShouldBe(112);
        fewer.IndicesOf(Partition.Train)
            .Except(more.IndicesOf(Partition.Train))
            .Count()
            .ShouldBeLessThan(3, "but for the rounding of shares");
        fewer.IndicesOf(Partition.Train).CountBy(i => clips[i].Label).ShouldAllBe(static label => label.Value == 8);

        SplitFold Fold(SplitOptions drawn) => Splitter.Split(clips, drawn, 1).Folds[0];
    }

    [Theory]
    [InlineData(6)]
    [InlineData(180)]
    public void Split_TrainClipsOutsideTheTrainPartition_IsRefused(int wanted) =>
        Should.Throw<SplitException>(() => Splitter.Split(
                ClipSet.Crossed(4, 10, 7), new SplitOptions { Acknowledge = All, TrainClips = wanted }, 1))
            .Message.ShouldBe(string.Create(
                CultureInfo.InvariantCulture,
                $"split.train_clips: it asks for {wanted} clips, expected from 7, one of each class, to 179, all that fold 1 trains on. "
                    + $"Change it, or remove it to train on all."));

    [Fact]
    public void Split_TessShares_AreThoseOfTheReferenceRun()
    {
        var fold = Splitter.Split(ClipSet.TwoSpeakers(200), new SplitOptions { Acknowledge = All }, 2010).Folds.Single();

        (
            fold.IndicesOf(Partition.Train).Length,
            fold.IndicesOf(Partition.Validation).Length,
            fold.IndicesOf(Partition.Test).Length).ShouldBe((1792, 448, 560));
    }

    public static TheoryData<SplitRule, string> Rules =>
        new()
        {
            { SplitRule.Random, SplitGrouping.None },
            { SplitRule.Speaker, SplitGrouping.None },
            { SplitRule.LeaveOneSpeakerOut, SplitGrouping.None },
            { SplitRule.Kfold, SplitGrouping.None },
            { SplitRule.Kfold, SplitGrouping.Speaker },
            { SplitRule.Kfold, SplitGrouping.Text },
            { SplitRule.Kfold, SplitGrouping.SpeakerText },
            { SplitRule.Kfold, SplitGrouping.SpeakerAndText },
        };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Split_AnyRule_DoesNotDependOnTheOrderOfClips(SplitRule rule, string grouping)
    {
        var clips = ClipSet.Crossed(6, 5, 3);
        var shuffled = clips.ToArray();
        new SeededRandom(5, "order").Shuffle(shuffled.AsSpan());
        var options = new SplitOptions
        {
            By = rule,
            GroupBy = grouping,
            Folds = 3,
            Acknowledge = All,
        };

        var first = Table(clips);
        var second = Table([.. shuffled]);

        second.ShouldBe(first);

        List<string> Table(List<Clip> given) =>
            [
                .. Splitter
                    .Split(given, options, 7)
                    .Folds.SelectMany(fold => given.Select((clip, i) => $"{fold.Name} {clip.Path} {fold.Partitions[i]}"))
                    .Order(StringComparer.Ordinal),
            ];
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Split_AnyRule_TestsEachClipAtMostOnceAndSharesWhatItPromises(SplitRule rule, string grouping)
    {
        var clips = ClipSet.Crossed(6, 5, 3);

        var result = Splitter.Split(
            clips,
            new SplitOptions
            {
                By = rule,
                GroupBy = grouping,
                Folds = 3,
                Acknowledge = All,
            },
            3);

        var tested = Enumerable
            .Range(0, clips.Count)
            .Select(i => result.Folds.Count(fold => fold.Partitions[i] == Partition.Test))
            .ToList();
        tested.Max().ShouldBe(1);
        if (rule is SplitRule.Kfold or SplitRule.LeaveOneSpeakerOut)
        {
            tested.Min().ShouldBe(1);
        }

        var bySpeaker =
            rule is SplitRule.Speaker or SplitRule.LeaveOneSpeakerOut || grouping is SplitGrouping.Speaker or SplitGrouping.SpeakerAndText;
        var byText = grouping is SplitGrouping.Text or SplitGrouping.SpeakerAndText;
        foreach (var leakage in result.Audit.Folds)
        {
            (leakage.SharedSpeakers == 0).ShouldBe(bySpeaker);
            (leakage.SharedTexts == 0).ShouldBe(byText);
            (leakage.SharedSpeakerTexts == 0).ShouldBe(bySpeaker || byText || grouping == SplitGrouping.SpeakerText);
            (leakage.ValidationSharedSpeakers == 0).ShouldBe(bySpeaker);
        }

        result.Folds.ShouldAllBe(static fold =>
            fold.IndicesOf(Partition.Train).Length > 0 && fold.IndicesOf(Partition.Validation).Length > 0);
    }

    [Fact]
    public void Split_GroupedByColumn_KeepsItsValuesTogether()
    {
        var clips = WithColumns(ClipSet.Crossed(10, 4, 3));

        var options = new SplitOptions { By = SplitRule.Kfold, GroupBy = "session", Folds = 5, Acknowledge = All };
        var folds = Splitter.Split(clips, options, 7).Folds;

        foreach (var fold in folds)
        {
            var sides = Enum.GetValues<Partition>()
                .ToDictionary(side => side, side => fold.IndicesOf(side).Select(i => clips[i].TextOf("session")).ToHashSet());
            sides[Partition.Test].Count.ShouldBe(1);
            sides[Partition.Test].Overlaps(sides[Partition.Train]).ShouldBeFalse();
            sides[Partition.Validation].Overlaps(sides[Partition.Train]).ShouldBeFalse();
        }

        folds.SelectMany(fold => fold.IndicesOf(Partition.Test).Select(i => clips[i].TextOf("session"))).Distinct().Count().ShouldBe(5);
        Should.Throw<SplitException>(() => Splitter.Split(clips, options with { GroupBy = "sesion" }, 7)).Message.ShouldBe(
            "split.group_by: the name is 'sesion', expected one of none, speaker, text, speaker_text, speaker_and_text, gender, session. "
                + "Did you mean 'session'?");
        clips[3] = clips[3] with { Values = new ColumnValues(clips[3].Values.Columns, ["m", ""]) };
        Should.Throw<SplitException>(() => Splitter.Split(clips, options, 7)).Message
            .ShouldStartWith($"split.group_by: {clips[3].Path} has no session, expected one for every clip.");
    }

    [Theory]
    [InlineData(SplitRule.Random)]
    [InlineData(SplitRule.Speaker)]
    [InlineData(SplitRule.Kfold)]
    public void Split_StratifiedByColumn_KeepsItsShares(SplitRule rule)
    {
        var clips = WithColumns(ClipSet.Crossed(10, 4, 3));
        var options = new SplitOptions
        {
            By = rule,
            GroupBy = rule == SplitRule.Kfold ? SplitGrouping.Speaker : SplitGrouping.None,
            Folds = 5,
            Test = 0.2,
            StratifyBy = ["gender"],
            Acknowledge = All,
        };

        foreach (var seed in Enumerable.Range(0, 5))
        {
            foreach (var fold in Splitter.Split(clips, options, (ulong)seed).Folds)
            {
                // Four of ten speakers are women; of two tested speakers, one is as near as can be.
                var test = fold.IndicesOf(Partition.Test);
                var women = test.Count(i => clips[i].TextOf("gender") == "f");
                women.ShouldBeInRange(rule == SplitRule.Random ? 9 : 0, rule == SplitRule.Random ? 10 : 12);
                if (rule == SplitRule.Speaker)
                {
                    women.ShouldBe(12);
                }
            }
        }
    }

    [Theory]
    [InlineData(0.5, null, 1)]
    [InlineData(1, null, 0)]
    [InlineData(0.5, 2, 0)]
    public void Split_StretchesThatOverlapAcrossSides_AreDuplicates(double start, int? channel, int expected)
    {
        var clips = ClipSet.Crossed(2, 2, 1);
        clips[0] = clips[0] with { File = "talk.wav", Stretch = new ClipStretch(0, 1, channel is null ? null : 1) };
        clips[3] = clips[3] with { File = "talk.wav", Stretch = new ClipStretch(start, 2, channel) };
        clips[0].Speaker.ShouldNotBe(clips[3].Speaker);

        var result = Splitter.Split(clips, new SplitOptions { By = SplitRule.Speaker, Test = 0.5, Validation = 0, Acknowledge = All }, 1);

        result.Audit.Folds.Single().DuplicateSamples.ShouldBe(expected);
    }

    // Speakers in pairs to a session; the first four are women.
    private static List<Clip> WithColumns(List<Clip> clips)
    {
        Column[] columns = [new("gender", ColumnType.Text), new("session", ColumnType.Text)];
        var speakers = clips.Select(static clip => clip.Speaker).Distinct().Order(StringComparer.Ordinal).ToList();
        return clips.ConvertAll(clip =>
        {
            var speaker = speakers.IndexOf(clip.Speaker);
            return clip with
            {
                Values = new ColumnValues(columns, [speaker < 4 ? "f" : "m", (speaker / 2).ToString(CultureInfo.InvariantCulture)]),
            };
        });
    }

    [Fact]
    public void Split_FoldsOfColumns_TakesSidesAsStatedAndValidatesFromTheTrainingSide()
    {
        // Two folds of five speakers each; s09 is on no side of the second, and s00 validates it.
        Column[] columns = [new("fold_1", ColumnType.Text), new("fold_2", ColumnType.Text)];
        var clips = ClipSet.Crossed(10, 4, 3).ConvertAll(clip =>
        {
            var isFirst = string.CompareOrdinal(clip.Speaker, "s05") < 0;
            var second = clip.Speaker switch { "s09" => "", "s00" => "validation", _ => isFirst ? "train" : "test" };
            return clip with { Values = new ColumnValues(columns, [isFirst ? "Test" : "train", second]) };
        });
        var options = new SplitOptions
        {
            By = SplitRule.Folds,
            Columns = ["fold_1", "fold_2"],
            ValidationBy = "speaker",
            Acknowledge = [Leak.SharedTexts],
        };

        var folds = Splitter.Split(clips, options, 1).Folds;

        folds.Select(static fold => fold.Name).ShouldBe(["fold_1", "fold_2"]);
        Speakers(folds[0], Partition.Test).ShouldBe(["s00", "s01", "s02", "s03", "s04"]);
        Speakers(folds[0], Partition.Validation).Count.ShouldBe(1);
        Speakers(folds[1], Partition.Validation).ShouldBe(["s00"]);
        Speakers(folds[1], Partition.Test).ShouldBe(["s05", "s06", "s07", "s08"]);
        Speakers(folds[1], Partition.Unused).ShouldBe(["s09"]);
        Fails(clips, options with { Columns = ["fold_1", "fold_3"] }, "split.columns: the name is 'fold_3', expected one of fold_1, fold_2.");
        Fails(clips, options with { Columns = ["fold_1", "fold_1"] }, "split.columns: ");
        clips[0] = clips[0] with { Values = new ColumnValues(columns, ["Test1", ""]) };
        Fails(clips, options, $"split.columns: fold_1 of {clips[0].Path} is 'Test1', expected train, validation, test or nothing.");

        List<string> Speakers(SplitFold fold, Partition side) =>
            [.. fold.IndicesOf(side).Select(i => clips[i].Speaker).Distinct().Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void Split_RandomCorpora_EveryClassIsTrainedAndTested()
    {
        Prop.ForAll(Gen.Choose(0, 10_000).ToArbitrary(), static number =>
            {
                var random = new SeededRandom((ulong)number, "corpus");
                var clips = Enumerable
                    .Range(0, 3 + random.NextInt32(4))
                    .SelectMany(label =>
                        Enumerable
                            .Range(0, 3 + random.NextInt32(20))
                            .Select(take => ClipSet.Make($"s{random.NextInt32(5)}", "t", $"l{label}", take)))
                    .ToList();
                var fold = Splitter
                    .Split(clips, new SplitOptions { Test = 0.05 + (0.5 * random.NextDouble()), Acknowledge = All }, (ulong)number)
                    .Folds.Single();
                foreach (var partition in new[] { Partition.Train, Partition.Validation, Partition.Test })
                {
                    fold.IndicesOf(partition)
                        .Select(i => clips[i].Label)
                        .Distinct()
                        .Count()
                        .ShouldBe(clips.Select(static clip => clip.Label).Distinct().Count());
                }
            })
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Split_LeaveOneOfTwoSpeakersOut_ValidatesOnOtherWordsOfTheTrainingSpeaker()
    {
        var clips = ClipSet.TwoSpeakers();

        var result = Splitter.Split(clips, new SplitOptions { By = SplitRule.LeaveOneSpeakerOut, Acknowledge = [Leak.SharedTexts] }, 1);

        result.Folds.Select(static fold => fold.Name).ShouldBe(["s00", "s01"]);
        result.Audit.Folds.ShouldBe([
            new FoldLeakage("s00", 0, 10, 0, 0, 1, 0) { Clips = clips.Count },
            new FoldLeakage("s01", 0, 10, 0, 0, 1, 0) { Clips = clips.Count },
        ]);
        foreach (var fold in result.Folds)
        {
            fold.IndicesOf(Partition.Test).ShouldAllBe(i => clips[i].Speaker == fold.Name);
            fold.IndicesOf(Partition.Validation).Length.ShouldBe(14);
        }
    }

    [Fact]
    public void Split_LeaveOneOfTenSpeakersOut_ValidatesOnOtherSpeakers()
    {
        var result = Splitter.Split(
            ClipSet.Crossed(10, 2, 3),
            new SplitOptions { By = SplitRule.LeaveOneSpeakerOut, Acknowledge = [Leak.SharedTexts] },
            1);

        result.Folds.Count.ShouldBe(10);
        result.Audit.Folds.ShouldAllBe(static leakage => leakage.ValidationSharedSpeakers == 0 && leakage.ValidationSharedTexts == 2);
        result.Folds.ShouldAllBe(static fold => fold.IndicesOf(Partition.Validation).Length == 12);
    }

    [Fact]
    public void Split_NoValidation_LeavesNone() =>
        Splitter
            .Split(ClipSet.TwoSpeakers(), new SplitOptions { Validation = 0, Acknowledge = All }, 1)
            .Folds.Single()
            .IndicesOf(Partition.Validation)
            .ShouldBeEmpty();

    [Fact]
    public void Split_TestSpeakers_AreTheStatedOnes()
    {
        var clips = ClipSet.Crossed(5, 2, 3);

        var fold = Splitter
            .Split(
                clips,
                new SplitOptions
                {
                    By = SplitRule.Speaker,
                    TestSpeakers = ["s03", "s01"],
                    Acknowledge = [Leak.SharedTexts],
                },
                1)
            .Folds.Single();

        fold.IndicesOf(Partition.Test).Select(i => clips[i].Speaker).Distinct().ShouldBe(["s01", "s03"]);
        Fails(
            clips,
            new SplitOptions { By = SplitRule.Speaker, TestSpeakers = ["s09"] },
            "split.test_speakers: 's09' is no speaker of this corpus, expected one of s00, s01, s02, s03, s04.");
    }

    [Theory]
    [InlineData(SplitRule.Random)]
    [InlineData(SplitRule.Kfold)]
    [InlineData(SplitRule.LeaveOneSpeakerOut)]
    public void Split_OtherPathsOrderAndCaseOfSpeakers_GivesTheSameSides(SplitRule rule)
    {
        var clips = ClipSet.Crossed(3, 6, 2);
        var moved = clips.Select(static (clip, i) => clip with { Path = $"{i * 7 % 36}.wav", Speaker = clip.Speaker.ToUpperInvariant() });
        var options = new SplitOptions { By = rule, Acknowledge = Enum.GetValues<Leak>(), Validation = 0.3 };

        Sides([.. moved.Reverse()]).ShouldBe(Sides(clips));

        List<(string, int, Partition)> Sides(IReadOnlyList<Clip> all) =>
            [
                .. Splitter.Split(all, options, 5).Folds
                    .SelectMany((fold, number) => all.Select((clip, i) => (clip.Sha256, number, fold.Partitions[i])))
                    .OrderBy(static side => side.number)
                    .ThenBy(static side => side.Sha256, StringComparer.Ordinal),
            ];
    }

    [Fact]
    public void Split_StatedClips_AreFoundByTheirFilesToo()
    {
        var clips = ClipSet.Crossed(3, 4, 2).ConvertAll(static clip => clip with { File = "wav/" + clip.Path });
        var options = new SplitOptions
        {
            By = SplitRule.Stated,
            Validation = 0,
            Acknowledge = Enum.GetValues<Leak>(),
            Stated = new StatedSplit { Test = new StatedPartition { Clips = ["wav/s00_*", "S01_T00_L0_0.wav"], Speakers = ["S02"] } },
        };

        var fold = Splitter.Split(clips, options, 1).Folds.Single();

        fold.IndicesOf(Partition.Test).Select(i => clips[i].Path).ShouldBe(
            clips.Where(static clip => clip.Speaker is "s00" or "s02" || clip.Path == "s01_t00_l0_0.wav").Select(static clip => clip.Path));
    }

    [Fact]
    public void Split_Stated_FollowsTheLists()
    {
        var clips = ClipSet.Crossed(3, 4, 2);
        var stated = new StatedSplit
        {
            Test = new StatedPartition { Speakers = ["s02"] },
            Validation = new StatedPartition { Texts = ["t00"], Clips = ["s01_t01_*"] },
            Unused = new StatedPartition { Clips = ["s00_t03_l1_0.wav"] },
        };
        var options = new SplitOptions
        {
            By = SplitRule.Stated,
            Stated = stated,
            Acknowledge = All,
        };

        Fails(
            clips,
            options,
            "split.stated.validation.texts: 't00' names s02_t00_l0_0.wav, which is already on the test list, expected one list for "
                + "each clip. Remove");
        options = options with { Stated = stated with { Validation = new StatedPartition { Clips = ["s01_t01_*"] } } };
        var fold = Splitter.Split(clips, options, 1).Folds.Single();

        fold.IndicesOf(Partition.Test).ShouldAllBe(i => clips[i].Speaker == "s02");
        fold.IndicesOf(Partition.Validation).Select(i => clips[i].Path).ShouldBe(["s01_t01_l0_0.wav", "s01_t01_l1_0.wav"]);
        fold.IndicesOf(Partition.Unused).Select(i => clips[i].Path).ShouldBe(["s00_t03_l1_0.wav"]);
        Fails(
            clips,
            options with
            {
                Stated = new StatedSplit { Test = new StatedPartition { Texts = ["zebra"] } },
            },
            "split.stated.test.texts: 'zebra' names 0 clips of this corpus, expected at least 1.");
    }

    [Fact]
    public void Split_ClassWithTooFewClips_NamesIt()
    {
        var clips = ClipSet.TwoSpeakers();
        clips.Add(ClipSet.Make("s00", "t00", "rare", 0));

        Fails(
            clips,
            new SplitOptions { Acknowledge = All },
            "split.test: class 'rare' has 1 clip to divide between train, validation and test, expected at least 3. "
                + "Collect more clips of it, or leave it out of the dataset's labels.");
        clips.Add(ClipSet.Make("s00", "t01", "rare", 0));
        Fails(
            clips,
            new SplitOptions { Acknowledge = All },
            "split.test: class 'rare' has 2 clips to divide between train, validation and test, expected at least 3.");
        Fails(
            clips,
            new SplitOptions { By = SplitRule.Kfold, Acknowledge = All },
            "split.folds: class 'rare' has 2 clips, expected at least 5, one for each fold. Use fewer folds or collect more clips of it.");
        Fails(
            clips,
            new SplitOptions { By = SplitRule.LeaveOneSpeakerOut, Acknowledge = All },
            "split: fold s00 has class 'rare' (2 clips in all) on the test side but not in train, expected every class in train.");
    }

    [Fact]
    public void Split_TooFewGroups_SaysSo()
    {
        Fails(
            ClipSet.TwoSpeakers(),
            new SplitOptions
            {
                By = SplitRule.Kfold,
                GroupBy = SplitGrouping.Speaker,
                Acknowledge = All,
            },
            "split.folds: the number of folds is 5, expected at most 2, the number of groups. Use fewer folds.");
        Fails(
            ClipSet.Crossed(1, 5, 3),
            new SplitOptions { By = SplitRule.Speaker, Acknowledge = All },
            "split.by: the corpus has 1 speaker, expected at least 2 named speakers.");
        Fails(
            [.. ClipSet.Crossed(2, 5, 3).Select(static clip => clip with { Speaker = "" })],
            new SplitOptions { By = SplitRule.LeaveOneSpeakerOut, Acknowledge = All },
            "split.by: the corpus does not name the speaker of every clip");
        Fails(
            [.. ClipSet.Crossed(2, 5, 3).Select(static clip => clip with { Text = "" })],
            new SplitOptions
            {
                By = SplitRule.Kfold,
                GroupBy = SplitGrouping.Text,
                Acknowledge = All,
            },
            "split.group_by: s00_t00_l0_0.wav has no text, expected one for every clip.");
    }

    [Fact]
    public void Split_OneCorpusAgainstAnother_LeavesTheOthersUnused()
    {
        var clips = ThreeCorpora();

        var fold = Splitter.Split(clips, Across(["b"], ["a"]), 1).Folds.ShouldHaveSingleItem();
        SidesOf(clips, fold).ShouldBe(["a Train", "b Test", "c Unused"]);
        fold = Splitter.Split(clips, Across(["b"], []), 1).Folds.ShouldHaveSingleItem();
        SidesOf(clips, fold).ShouldBe(["a Train", "b Test", "c Train"]);
    }

    [Fact]
    public void Split_CorpusAgainstItself_HoldsOutEachSpeakerOrFoldsOfThem()
    {
        var clips = ThreeCorpora();

        var each = Splitter.Split(clips, Across(["a"], ["a"]), 1);
        each.Folds.Select(static fold => fold.Name).ShouldBe(["a-s00", "a-s01", "a-s02", "a-s03"]);
        each.Audit.Found.ShouldBe([Leak.SharedTexts]);
        foreach (var fold in each.Folds)
        {
            fold.IndicesOf(Partition.Test).Select(i => clips[i].Speaker).Distinct().ShouldBe([fold.Name]);
            SidesOf(clips, fold).ShouldBe(["a Test", "a Train", "b Unused", "c Unused"]);
        }

        var three = Splitter.Split(clips, Across(["a"], ["a"]) with { Folds = 3 }, 1).Folds;
        three.Select(static fold => fold.Name).ShouldBe(["1", "2", "3"]);
        three
            .SelectMany(fold => fold.IndicesOf(Partition.Test))
            .Order()
            .ShouldBe(Enumerable.Range(0, clips.Count).Where(i => clips[i].Path[0] == 'a'), "every clip is tested once");

        // What else trains, trains in every fold.
        foreach (var fold in Splitter.Split(clips, Across(["a"], ["a", "b"]), 1).Folds)
        {
            SidesOf(clips, fold).ShouldBe(["a Test", "a Train", "b Train", "c Unused"]);
        }
    }

    [Fact]
    public void Split_WrongCorpora_SaysSo()
    {
        var clips = ThreeCorpora();
        Fails(clips, Across(["d"], []), "split.test_corpora: 'd' is no corpus of this dataset, expected one of a, b, c.");
        Fails(clips, Across(["a"], ["d"]), "split.train_corpora: 'd' is no corpus of this dataset, expected one of a, b, c.");
        Fails(
            [.. clips.Where(static clip => clip.Path[0] != 'a' || clip.Speaker == "a-s00")],
            Across(["a"], ["a"]),
            "split.by: the corpus has 1 speaker, expected at least 2 named speakers.");
    }

    [Fact]
    public void Split_CorporaToChooseOn_AreOnNoSideAndMoveNothing()
    {
        var clips = ThreeCorpora();
        var options = new SplitOptions { By = SplitRule.LeaveOneSpeakerOut, Acknowledge = [Leak.SharedTexts] };
        var alone = Splitter.Split([.. clips.Where(static clip => clip.Path[0] == 'a')], options, 1).Folds;

        var beside = Splitter.Split(clips, options with { ChooseOn = ["b", "c"] }, 1);

        beside.Folds.Select(static fold => fold.Name).ShouldBe(["a-s00", "a-s01", "a-s02", "a-s03"]);
        foreach (var (fold, own) in beside.Folds.Zip(alone))
        {
            SidesOf(clips, fold).ShouldBe(["a Test", "a Train", "b Unused", "c Unused"]);
            fold.Partitions.Where((_, i) => clips[i].Path[0] == 'a').ShouldBe(own.Partitions);
        }
    }

    [Fact]
    public void Split_WrongCorporaToChooseOn_SaysSo()
    {
        var clips = ThreeCorpora();
        static SplitOptions On(params string[] corpora) => new() { By = SplitRule.LeaveOneSpeakerOut, ChooseOn = corpora };
        Fails(
            clips,
            On("d"),
            "split.choose_on: 'd' is no corpus of this dataset, expected one of a, b, c. Take a dataset with corpora, such as "
                + "'dataset: a,b,c', and name some of them.");
        Fails(clips, On("a", "b", "c"), "split.choose_on: it leaves 0 corpora to train and test on, expected at least 1.");
        Fails(
            [.. clips.Select(static clip => clip.Path[0] == 'b' ? clip with { Label = clip.Label + "x" } : clip)],
            On("b"),
            "split.choose_on: b has label 'l0x', which the corpora to train and test on lack, expected labels among l0, l1.");
        Fails(
            [.. clips.Where(static clip => clip.Path[0] != 'b' || clip.Label == "l0")],
            On("b"),
            "split.choose_on: b has 1 class, 'l0', expected at least 2 to tell apart.");
        Fails(
            [.. clips, clips[0] with { Path = "b/again.wav" }],
            On("b"),
            "split.choose_on: b shares 1 recordings with the corpora to train and test on, expected none");
    }

    private static List<Clip> ThreeCorpora() =>
    [
        .. new[] { ("a", 4), ("b", 3), ("c", 3) }.SelectMany(static corpus => ClipSet.Crossed(corpus.Item2, 4, 2).Select(clip => clip with
        {
            Path = $"{corpus.Item1}/{clip.Path}",
            Speaker = $"{corpus.Item1}-{clip.Speaker}",
            Text = $"{corpus.Item1}-{clip.Text}",
            Sha256 = $"{corpus.Item1}-{clip.Sha256}",
        })),
    ];

    private static SplitOptions Across(IReadOnlyList<string> test, IReadOnlyList<string> train) =>
        new() { By = SplitRule.Corpus, TestCorpora = test, TrainCorpora = train, Acknowledge = [Leak.SharedTexts] };

    // Validation clips are taken from those to train on, from whichever corpus.
    private static IEnumerable<string> SidesOf(List<Clip> clips, SplitFold fold) =>
        clips
            .Select((clip, i) => $"{clip.Path[0]} {(fold.Partitions[i] == Partition.Validation ? Partition.Train : fold.Partitions[i])}")
            .Distinct()
            .Order(StringComparer.Ordinal);

    [Fact]
    public void Split_UnevenGroups_KeepsClassSharesAsFarAsTheyAllow()
    {
        var clips = Enumerable
            .Range(0, 12)
            .SelectMany(static speaker =>
                Enumerable
                    .Range(0, 4 + speaker)
                    .Select(take => ClipSet.Make($"s{speaker:00}", "t", (take * (speaker + 1)) % 3 == 0 ? "a" : "b", take)))
            .ToList();
        var total = clips.Count(static clip => clip.Label == "a") / (double)clips.Count;

        var options = new SplitOptions
        {
            By = SplitRule.Kfold,
            GroupBy = SplitGrouping.Speaker,
            Folds = 4,
            Validation = 0,
            Acknowledge = All,
        };
        var folds = Splitter.Split(clips, options, 1).Folds;

        foreach (var fold in folds)
        {
            var test = fold.IndicesOf(Partition.Test);
            test.Length.ShouldBeInRange(22, 35, string.Create(CultureInfo.InvariantCulture, $"fold {fold.Name}"));
            (test.Count(i => clips[i].Label == "a") / (double)test.Length).ShouldBe(total, 0.12);
        }
    }

    private static void Fails(List<Clip> clips, SplitOptions options, string message) =>
        Should.Throw<SplitException>(() => Splitter.Split(clips, options, 1)).Message.ShouldStartWith(message);
}
