using System.Globalization;
using Bakeoff.Experiments.Configuration;

namespace Bakeoff.Experiments.Tests.Configuration;

public sealed class ReferenceOptionsTests
{
    private static readonly ReferenceOptions Usual = new() { Value = 0.631, Protocol = "leave one speaker out", Citation = "Authors, 2016" };

    [Fact]
    public void Validate_PercentagesAndUnknownMetrics_AreProblems()
    {
        Usual.Validate().ShouldBeEmpty();
        (Usual with { Metric = "loss", Value = 1.7 }).Validate().ShouldBeEmpty("a loss may be above 1");
        (Usual with { Value = 63.1 }).Validate().Single().Message.ShouldBe("is 63.1, expected at most 1, for uar is a share. State 0.631.");
        (Usual with { Value = -0.1 }).Validate().Single().Message.ShouldBe("is -0.1, which uar cannot be. Correct it.");
        (Usual with { Value = -0.1, Metric = "ccc" }).Validate().ShouldBeEmpty("numbers may run against each other");
        (Usual with { Metric = "acuracy" }).Validate().Single().Message.ShouldEndWith("Did you mean 'accuracy'?");
    }

    [Fact]
    public void FromParameters_OfAReport_GivesTheFiguresInTheirOrder()
    {
        var second = Usual with { Metric = "accuracy", Value = 0.7 };
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["seed"] = "1" };
        foreach (var (i, reference) in new[] { Usual, second }.Index())
        {
            parameters[$"references.{i}.value"] = reference.Value.ToString(CultureInfo.InvariantCulture);
            parameters[$"references.{i}.metric"] = reference.Metric;
            parameters[$"references.{i}.protocol"] = reference.Protocol;
            parameters[$"references.{i}.citation"] = reference.Citation;
        }

        ReferenceOptions.FromParameters(parameters).ShouldBe([Usual, second]);
        ReferenceOptions.FromParameters(new Dictionary<string, string>(StringComparer.Ordinal)).ShouldBeEmpty();
    }
}
