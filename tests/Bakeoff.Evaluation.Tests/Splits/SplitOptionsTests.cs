using Bakeoff.Evaluation.Splits;
using Bakeoff.Options;

namespace Bakeoff.Evaluation.Tests.Splits;

public sealed class SplitOptionsTests
{
    [Fact]
    public void Parse_AllKeys_AreRead()
    {
        const string Yaml = """
            by: stated
            validation: 0.1
            validation_by: text
            acknowledge: [shared_speakers, duplicate_samples]
            stated: {test: {speakers: [a]}, unused: {clips: ['x*']}}
            """;

        var options = YamlOptions.Parse<SplitOptions>(Yaml, "test.yaml");

        options.By.ShouldBe(SplitRule.Stated);
        options.ValidationBy.ShouldBe(SplitGrouping.Text);
        options.Acknowledge.ShouldBe([Leak.SharedSpeakers, Leak.DuplicateSamples]);
        options.Stated!.Test.Speakers.ShouldBe(["a"]);
        options.Stated.Unused.Clips.ShouldBe(["x*"]);
        YamlOptions.Parse<SplitOptions>("by: leave_one_speaker_out", "test.yaml").By.ShouldBe(SplitRule.LeaveOneSpeakerOut);
        YamlOptions
            .Parse<SplitOptions>("{by: kfold, group_by: speaker_and_text, folds: 3}", "test.yaml")
            .GroupBy.ShouldBe(SplitGrouping.SpeakerAndText);
    }

    [Fact]
    public void Validate_EveryBrokenRule_IsNamed() =>
        new SplitOptions
        {
            Test = 1,
            Validation = -0.1,
            Folds = 1,
            GroupBy = SplitGrouping.Text,
            TestSpeakers = ["a"],
            TrainCorpora = ["a"],
            Stated = new StatedSplit(),
        }
            .Validate()
            .Select(static problem => $"{problem.Key} {problem.Message}")
            .ShouldBe([
                "test is 1, expected a share above 0 and below 1.",
                "validation is -0.1, expected a share from 0 to below 1.",
                "folds is 1, expected at least 2.",
                "group_by is given, expected only with by: kfold. Remove it or change by.",
                "test_speakers is given, expected only with by: speaker. Remove it or change by.",
                "train_corpora is given, expected only with by: corpus. Remove it or change by.",
                "stated is given, expected only with by: stated. Remove it or change by.",
            ]);

    [Fact]
    public void Validate_TestCorporaOnOneSideAndOnBoth_IsNamed() =>
        new SplitOptions { By = SplitRule.Corpus, TestCorpora = ["a", "b"], TrainCorpora = ["a", "c"] }
            .Validate()
            .Single()
            .Message.ShouldBe(
                "names b, which is not trained on, beside corpora that are, expected one or the other. Test them in experiments of their own.");

    [Fact]
    public void Validate_CorpusToChooseOnTwiceOrTested_IsNamed() =>
        new SplitOptions { By = SplitRule.Corpus, TestCorpora = ["a"], ChooseOn = ["a", "b", "b"] }
            .Validate()
            .Select(static problem => problem.Message)
            .ShouldBe([
                "names b twice, expected each corpus once. Remove one.",
                "names a, which is trained or tested on, expected a corpus that is neither. Remove it from one of the two.",
            ]);

    [Fact]
    public void Validate_StatedWithoutTest_IsNamed() =>
        new SplitOptions { By = SplitRule.Stated }
            .Validate()
            .Single()
            .Message.ShouldBe("names no test clips, expected speakers, texts or clips under stated.test. State them or change by.");
}
