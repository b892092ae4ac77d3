using Bakeoff.Experiments.Configuration;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Tests.Configuration;

public sealed class OpeningCommentTests
{
    [Theory]
    [InlineData("# Question: how well?\nname: a", "how well?")]
    [InlineData("# yaml-language-server: $schema=experiment.schema.json\n# Question: how\n#   well?\nname: a\n# not this", "how well?")]
    [InlineData("# Question: how well?\n\n# Another thought.\nname: a", "how well?")]
    [InlineData("# Just words\r\nname: a", "Just words")]
    [InlineData("name: a # no\n# no", "")]
    [InlineData("", "")]
    [InlineData("# Question:\nname: a", "")]
    public void Read_Text_GivesTheQuestion(string text, string question) => OpeningComment.Read(text).ShouldBe(question);

    [Fact]
    public void Write_Question_ReadsBack() => OpeningComment.Read(OpeningComment.Write("why?") + "name: a").ShouldBe("why?");
}
