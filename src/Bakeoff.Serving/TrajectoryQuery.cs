using Bakeoff.Models;
using Bakeoff.Options;
using Microsoft.AspNetCore.Http;

namespace Bakeoff.Serving;

/// <summary>The query <c>?window=3&amp;step=1&amp;course=auto</c>, with the meaning of the options of <c>bakeoff predict</c>.</summary>
internal static class TrajectoryQuery
{
    public const string Window = "window";
    public const string Step = "step";
    public const string Course = "course";

    /// <exception cref="RequestRefusedException">A value cannot be read or is out of range.</exception>
    public static TrajectoryOptions Read(IQueryCollection query)
    {
        var defaults = new TrajectoryOptions();
        var options = new TrajectoryOptions
        {
            WindowSeconds = Seconds(Window) ?? defaults.WindowSeconds,
            StepSeconds = Seconds(Step) ?? defaults.StepSeconds,
            Choice = Choice(query),
        };
        foreach (var problem in options.Validate())
        {
            throw new RequestRefusedException(StatusCodes.Status400BadRequest, new ErrorDetails($"{problem.Key} {problem.Message}"));
        }

        return options;

        double? Seconds(string name) => QueryParameters.Number(query, name, "a number of seconds such as 2.5");
    }

    private static TrajectoryChoice Choice(IQueryCollection query)
    {
        if (QueryParameters.Text(query, Course) is not { } text)
        {
            return TrajectoryChoice.Auto;
        }

        var index = Array.FindIndex(Enum.GetNames<TrajectoryChoice>(), name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        return index >= 0 ? Enum.GetValues<TrajectoryChoice>()[index] : throw QueryParameters.Unreadable(Course, text, "auto, always or never");
    }
}
