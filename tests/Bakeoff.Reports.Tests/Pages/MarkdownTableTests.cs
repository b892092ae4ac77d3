using Bakeoff.Reports.Pages;

namespace Bakeoff.Reports.Tests.Pages;

public sealed class MarkdownTableTests
{
    [Fact]
    public void Render_CellsOfDifferentWidth_ArePadded() =>
        MarkdownTable
            .Render([["metric", "value"], ["test/UAR", "0.5"], ["n", "1,120.25"]], leftColumns: 1)
            .ShouldBe("| metric   |    value |\n|:---------|---------:|\n| test/UAR |      0.5 |\n| n        | 1,120.25 |\n");

    [Fact]
    public void Render_BarsAndLineBreaks_StayInTheirCells() =>
        MarkdownTable
            .Render([["setting", "text"], ["a|b", "one\ntwo"]], leftColumns: 2)
            .ShouldBe("| setting | text    |\n|:--------|:--------|\n| a\\|b    | one two |\n");
}
