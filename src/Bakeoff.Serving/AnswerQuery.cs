using Bakeoff.Models;
using Bakeoff.Options;
using Microsoft.AspNetCore.Http;

namespace Bakeoff.Serving;

/// <summary>The query <c>?reject_below=0.6&amp;coverage=0.9</c>, with the meaning of the options of <c>bakeoff predict</c>.</summary>
internal static class AnswerQuery
{
    public const string RejectBelow = "reject_below";
    public const string Coverage = "coverage";

    /// <exception cref="RequestRefusedException">A value cannot be read, is out of range, or is none that the model can take.</exception>
    public static AnswerOptions Read(IQueryCollection query, EmotionModel model, double? rejectBelow)
    {
        var options = new AnswerOptions { RejectBelow = Number(RejectBelow) ?? rejectBelow, Coverage = Number(Coverage) };
        foreach (var problem in options.Validate().Append(options.FindObstacle(model)).OfType<OptionProblem>())
        {
            throw new RequestRefusedException(StatusCodes.Status400BadRequest, new ErrorDetails($"{problem.Key} {problem.Message}"));
        }

        return options;

        double? Number(string name) => QueryParameters.Number(query, name, "a number such as 0.9");
    }
}
