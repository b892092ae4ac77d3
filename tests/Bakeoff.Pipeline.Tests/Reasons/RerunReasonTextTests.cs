using Bakeoff.Pipeline.Reasons;

namespace Bakeoff.Pipeline.Tests.Reasons;

public sealed class RerunReasonTextTests
{
    public static TheoryData<RerunReason, string> Words => new()
    {
        { new ParameterChanged("training.batch_size", "32", "64"), "training.batch_size: 32 -> 64" },
        { new ParameterChanged("training.new", null, "x"), "training.new: (not set) -> x" },
        { new ParameterChanged("training.old", "1", null), "training.old: 1 -> (not set)" },
        { new CodeChanged("Bakeoff.Audio"), "code of Bakeoff.Audio changed" },
        { new PackageChanged("CsvHelper", "33.0.0.0", "33.1.0.0"), "package CsvHelper: 33.0.0.0 -> 33.1.0.0" },
        { new InputStageChanged("train", ItemChange.Changed), "input train changed" },
        { new InputStageChanged("train", ItemChange.Added), "input train is new" },
        { new InputStageChanged("train", ItemChange.Removed), "input train is gone" },
        { new SourceChanged("source 1", "tess.zip", ItemChange.Changed), "input tess.zip changed" },
        { new ResultDamaged("train.txt is missing"), "its stored result is damaged: train.txt is missing" },
        { new ResultGone(), "its stored result is gone" },
        { new NotRunYet(), "not run yet" },
        { new WaitingForInputs(["split"]), "needs split, which has to run" },
        { new WaitingForInputs(["index", "featurize", "split"]), "needs index, featurize and split, which have to run" },
    };

    [Theory]
    [MemberData(nameof(Words), DisableDiscoveryEnumeration = true)]
    public void Describe_Reason_PutsItIntoWords(RerunReason reason, string words) => RerunReasonText.Describe([reason]).ShouldBe([words]);

    [Fact]
    public void Describe_ManyItems_NamesThreeAndCountsTheRest()
    {
        var items = new[]
        {
            new ItemDifference("clip0.wav", ItemChange.Removed),
            new ItemDifference("clip1.wav", ItemChange.Changed),
            new ItemDifference("clip2.wav", ItemChange.Added),
            new ItemDifference("clip3.wav", ItemChange.Changed),
            new ItemDifference("clip4.wav", ItemChange.Changed),
        };
        RerunReasonText.Describe([new InputItemsChanged("index", items)])
            .ShouldBe(["input clip0.wav removed", "input clip1.wav changed", "input clip2.wav added", "2 more inputs changed"]);
    }

    [Fact]
    public void Describe_CodeOfManyAssemblies_IsOneLine()
    {
        RerunReason[] reasons =
        [
            new ParameterChanged("seed", "1", "2"), new CodeChanged("A"), new CodeChanged("B"), new CodeChanged("C"), new CodeChanged("D"),
            new CodeChanged("E"), new InputStageChanged("train", ItemChange.Changed),
        ];

        RerunReasonText.Describe(reasons).ShouldBe(["seed: 1 -> 2", "code of A, B, C and 2 more changed", "input train changed"]);
        RerunReasonText.Describe(reasons[1..3]).ShouldBe(["code of A, B changed"]);
    }

    [Fact]
    public void Join_TwoReasons_SeparatesThemBySemicolons() =>
        RerunReasonText.Join([new ResultGone(), new NotRunYet()]).ShouldBe("its stored result is gone; not run yet");
}
