using System.Globalization;
using Bakeoff.Mlflow.Rest;
using Bakeoff.Models;
using Microsoft.AspNetCore.Http;

namespace Bakeoff.Serving;

/// <summary>The query <c>?window=3&amp;step=1&amp;course=auto</c>, meaning what the options of <c>bakeoff predict</c> mean.</summary>
internal static class CourseQuery
{
    public const string Window = "window";
    public const string Step = "step";
    public const string Course = "course";

    /// <exception cref="RequestRefusedException">A value cannot be read or is out of range.</exception>
    public static CourseOptions Read(IQueryCollection query)
    {
        var defaults = new CourseOptions();
        var options = new CourseOptions
        {
            WindowSeconds = Number(query, Window, defaults.WindowSeconds),
            StepSeconds = Number(query, Step, defaults.StepSeconds),
            Choice = Choice(query),
        };
        foreach (var problem in options.Validate())
        {
            throw Refused($"{problem.Key} {problem.Message}");
        }

        return options;
    }

    private static double Number(IQueryCollection query, string key, double fallback)
    {
        if (query[key] is not [{ } text])
        {
            return fallback;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Refused($"{key} is '{text}', expected a number of seconds such as 2.5.");
    }

    private static CourseChoice Choice(IQueryCollection query)
    {
        if (query[Course] is not [{ } text])
        {
            return CourseChoice.Auto;
        }

        return Array.FindIndex(Enum.GetNames<CourseChoice>(), name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index
            ? Enum.GetValues<CourseChoice>()[index]
            : throw Refused($"{Course} is '{text}', expected auto, always or never.");
    }

    private static RequestRefusedException Refused(string detail) => new(StatusCodes.Status400BadRequest, detail);
}
