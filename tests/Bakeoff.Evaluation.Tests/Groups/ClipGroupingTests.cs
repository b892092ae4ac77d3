using System.Globalization;
using Bakeoff.Corpora;
using Bakeoff.Evaluation.Groups;
using Bakeoff.Evaluation.Splits;
using Bakeoff.Testing;

namespace Bakeoff.Evaluation.Tests.Groups;

public sealed class ClipGroupingTests
{
    private static readonly Column[] Columns = [new("gender", ColumnType.Text), new("age", ColumnType.Number)];

    [Fact]
    public void Of_Texts_GroupsWithoutRegardToCaseAndLeavesOutMissingValues()
    {
        var clips = Values(("male", ""), ("female", ""), ("", ""), ("Male", ""));
        var grouping = ClipGrouping.Of(new GroupOptions { Column = "gender" }, clips);

        grouping.Names.ShouldBe(["female", "male"]);
        grouping.GroupOf.ShouldBe([1, 0, -1, 1]);
    }

    [Fact]
    public void Of_NumbersWithEdges_CountsAnEdgeToTheBandAbove()
    {
        var options = new GroupOptions { Column = "age", Edges = [30, 50] };

        var grouping = ClipGrouping.Of(options, Values(("", "29.9"), ("", "30"), ("", "50"), ("", ""), ("", "7")));

        grouping.Names.ShouldBe(["below 30", "30 to below 50", "from 50"]);
        grouping.GroupOf.ShouldBe([0, 1, 2, -1, 0]);
        ClipGrouping.Of(options, Values(("", "60"), ("", "20"))).Names.ShouldBe(["below 30", "from 50"], "a band needs clips");
    }

    [Fact]
    public void Of_NumbersWithoutEdges_AreInTheOrderOfTheNumbers() =>
        ClipGrouping.Of(new GroupOptions { Column = "age" }, Values(("", "10"), ("", "9"), ("", "10"))).Names.ShouldBe(["9", "10"]);

    [Fact]
    public void Require_ColumnsThatCannotDivide_AreRefused()
    {
        var clips = ClipSet.Crossed(4, 10, 7);
        Clip[] With(Func<int, (string, string)> values) => [.. clips.Select((clip, i) => clip with { Values = Values(values(i))[0] })];
        var usual = With(static i => (i % 2 == 0 ? "male" : "", i.ToString(CultureInfo.InvariantCulture)));

        Should.NotThrow(() => ClipGrouping.Require(new GroupOptions { Column = "gender" }, usual));
        Should.NotThrow(() => ClipGrouping.Require(new GroupOptions { Column = "age", Edges = [30, 50] }, usual));
        Message(new GroupOptions { Column = "gendr" }, usual)
            .ShouldBe("evaluate.groups: the name is 'gendr', expected one of gender, age. Did you mean 'gender'?");
        Message(new GroupOptions { Column = "gender", Edges = [30] }, usual).ShouldBe(
            "evaluate.groups: gender has edges, but is a column of text, expected edges only of a column of numbers. "
                + "Leave out the edges, or describe the column as a number.");
        Message(new GroupOptions { Column = "gender" }, With(static _ => ("", ""))).ShouldBe(
            "evaluate.groups: gender is stated of 0 of 280 clips, expected a value for some. "
                + "Name another column, or complete the corpus' metadata.");
        Message(new GroupOptions { Column = "age" }, usual).ShouldBe(
            "evaluate.groups: age has 280 different values, expected at most 20 groups. "
                + "Give edges, such as '{column: age, edges: [30, 50]}'.");
        Message(new GroupOptions { Column = "gender" }, With(static i => ($"x{i % 30}", ""))).ShouldBe(
            "evaluate.groups: gender has 30 different values, expected at most 20 groups. Name another column.");
    }

    [Fact]
    public void Validate_EdgesThatDoNotAscend_AreAProblem()
    {
        new GroupOptions { Column = "age", Edges = [30, 50] }.Validate().ShouldBeEmpty();
        new GroupOptions { Column = "age", Edges = [50, 30] }.Validate().Single().Key.ShouldBe("edges");
        new GroupOptions { Column = "age", Edges = [] }.Validate().Count().ShouldBe(1);
    }

    private static string Message(GroupOptions options, Clip[] clips) =>
        Should.Throw<SplitException>(() => ClipGrouping.Require(options, clips)).Message;

    private static ColumnValues[] Values(params (string Gender, string Age)[] values) =>
        [.. values.Select(static value => new ColumnValues(Columns, [value.Gender, value.Age]))];
}
