using Bakeoff.Pipeline.Stages;
using Bakeoff.Pipeline.Tests.Samples;

namespace Bakeoff.Pipeline.Tests.Stages;

public sealed class StageGraphTests
{
    [Fact]
    public void Stages_DeclaredBackwards_AreOrderedInputsFirst() =>
        new StageGraph([new TextStage("c", "b"), new TextStage("b", "a"), new TextStage("a")])
            .Stages.Select(s => s.Name)
            .ShouldBe(["a", "b", "c"]);

    [Fact]
    public void UpTo_Diamond_HoldsEachStageOnce() =>
        new StageGraph([
            new TextStage("a"),
            new TextStage("b", "a"),
            new TextStage("c", "a"),
            new TextStage("d", "b", "c"),
            new TextStage("e"),
        ])
            .UpTo("d")
            .Select(s => s.Name)
            .ShouldBe(["a", "b", "c", "d"]);

    [Fact]
    public void Constructor_Cycle_NamesItsPath() =>
        Should
            .Throw<ArgumentException>(() =>
                new StageGraph([new TextStage("train", "split"), new TextStage("split", "featurize"), new TextStage("featurize", "train")]))
            .Message.ShouldBe("stage graph has a cycle: train -> split -> featurize -> train. Remove one of these edges.");

    [Fact]
    public void Constructor_UnknownInput_NamesBoth() =>
        Should
            .Throw<ArgumentException>(() => new StageGraph([new TextStage("train", "fetaurize")]))
            .Message.ShouldBe("stage graph: 'train' reads 'fetaurize', which is not a stage. Declare it or remove the input.");

    [Fact]
    public void Constructor_DoubledName_Throws() =>
        Should
            .Throw<ArgumentException>(() => new StageGraph([new TextStage("a"), new TextStage("a")]))
            .Message.ShouldStartWith("stage graph: 'a' is declared twice.");

    [Fact]
    public void Indexer_UnknownName_ListsStages() =>
        Should
            .Throw<ArgumentException>(() => new StageGraph([new TextStage("a"), new TextStage("b")])["x"])
            .Message.ShouldStartWith("there is no stage 'x'; stages are: a, b.");
}
