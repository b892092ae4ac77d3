using Bakeoff.Corpora;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Train;

namespace Bakeoff.Experiments.Tests.Train;

/// <summary>Refusals of trainings by the clips and the split alone, before features are computed.</summary>
public sealed class FoldDataTests
{
    private static readonly PredictedColumns Arousal = new(HasLabel: false, ["arousal"], MissingLabels: []);
    private static readonly PredictedColumns Label = new(HasLabel: true, [], []);

    // Six clips to train on, two to validate and two to test.
    private static readonly SplitFold[] Folds =
    [
        new("one", [.. Enumerable.Repeat(Partition.Train, 6), Partition.Validation, Partition.Validation, Partition.Test, Partition.Test]),
    ];

    [Fact]
    public void Check_ConstantTarget_IsRefusedAlthoughTestClipsDiffer() =>
        Refusal(["3", "3", "3", "3", "3", "", "1", "2", "3", "4"], Arousal).ShouldEndWith(
            "all clips of the train side of fold one state arousal 3, expected at least two different numbers, without which there is "
            + "nothing to learn and CCC says nothing. Leave the target out, or choose another split.");

    [Theory]
    [InlineData(0, "1 of the 6 clips of the train side of fold one state arousal, expected at least 2.")]
    [InlineData(8, "0 of the 2 clips of the test side of fold one state arousal, expected at least 1.")]
    public void Check_SideWithoutTarget_IsRefused(int first, string expected)
    {
        string[] values = ["1", "2", "3", "4", "5", "6", "7", "6", "5", "4"];
        foreach (var clip in Enumerable.Range(first, first == 0 ? 5 : 2))
        {
            values[clip] = "";
        }

        Refusal(values, Arousal).ShouldContain(expected);
    }

    [Theory]
    [InlineData("0", "arousal of 7.wav is 0, expected a number above 0.")]
    [InlineData("-1.5", "arousal of 7.wav is -1.5, expected a number above 0.")]
    [InlineData("", "arousal of 7.wav is missing, expected a number above 0.")]
    public void Check_ClipWithoutWeight_IsRefused(string weight, string expected) =>
        Refusal(["1", "2", "3", "4", "5", "6", "7", weight, "5", "4"], Label, "arousal").ShouldContain(expected);

    [Fact]
    public void Check_Weights_PassWithLabels() =>
        Should.NotThrow(() => FoldData.Check(Clips(["1", "2", "3", "4", "5", "6", "7", "6", "5", "4"]), Folds, Label, "arousal"));

    private static string Refusal(string[] values, PredictedColumns predicted, string? weightBy = null) =>
        Should.Throw<SplitException>(() => FoldData.Check(Clips(values), Folds, predicted, weightBy)).Message;

    private static Clip[] Clips(string[] values) =>
    [
        .. values.Select(static (value, i) => new Clip($"{i}.wav", i % 2 == 0 ? "sad" : "happy", "", "", 16000, 1, 16000, 1, $"{i:x64}")
        {
            Values = new ColumnValues([new Column("arousal", ColumnType.Number)], [value]),
        }),
    ];
}
