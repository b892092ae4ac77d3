namespace Bakeoff.Mlflow.Tests;

/// <summary>The parts of an error and the text made of them.</summary>
public sealed class MlflowExceptionTests
{
    [Fact]
    public void Message_AllParts_IsOneText()
    {
        var exception = new MlflowException("metric 'uar'")
        {
            Where = "run 1",
            Value = "missing",
            Rule = "a number",
            NextStep = "Log it.",
        };

        exception.Message.ShouldBe("run 1: metric 'uar' is missing, expected a number. Log it.");
    }

    [Fact]
    public void Message_PlaceholderInside_ShowsTheValueThere() =>
        new MlflowException("file declares {value} bytes") { Value = "3", Rule = "5" }.Message.ShouldBe(
            "file declares 3 bytes, expected 5.");

    [Fact]
    public void Message_OnlyWhat_IsASentence() => new MlflowException("no answer").Message.ShouldBe("no answer.");

    [Fact]
    public void NextStep_SetByACaller_IsAppended()
    {
        var exception = new MlflowException("no answer.") { Where = "MLflow http://x" };

        exception.NextStep = "Start the server.";

        exception.Message.ShouldBe("MLflow http://x: no answer. Start the server.");
    }
}
