using System.Globalization;
using Bakeoff.Options;
using Microsoft.AspNetCore.Http;

namespace Bakeoff.Serving;

/// <summary>Parameters of the query of <c>POST /predict</c>. Those of others, such as a key of a gateway, are left alone.</summary>
internal static class QueryParameters
{
    private static readonly string[] Names =
        [TrajectoryQuery.Window, TrajectoryQuery.Step, TrajectoryQuery.Course, AnswerQuery.RejectBelow, AnswerQuery.Coverage];

    /// <summary>Refuses a name that was probably meant as one of these, for without it the answer would be another.</summary>
    /// <exception cref="RequestRefusedException">A name is misspelt.</exception>
    public static void RequireNames(IQueryCollection query)
    {
        foreach (var name in query.Keys.Except(Names, StringComparer.OrdinalIgnoreCase))
        {
            if (NearestName.Question(name, Names) is { } question)
            {
                throw Refuse(new ErrorDetails($"the query has the unknown name '{name}'") { NextStep = question });
            }
        }
    }

    /// <summary>The value of a parameter; null where it is not given.</summary>
    /// <exception cref="RequestRefusedException">It is given twice.</exception>
    public static string? Text(IQueryCollection query, string name) => query[name] switch
    {
        [] => null,
        [var only] => only,
        var several => throw Refuse(new ErrorDetails($"{name} is given {{value}} times")
        {
            Value = several.Count.ToString(CultureInfo.InvariantCulture),
            Rule = "it once",
        }),
    };

    /// <summary>The number that a parameter gives; null where it is not given.</summary>
    /// <exception cref="RequestRefusedException">It is given twice, or is no number.</exception>
    public static double? Number(IQueryCollection query, string name, string rule) =>
        Text(query, name) is not { } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : throw Unreadable(name, text, rule);

    /// <summary>The answer to a value that cannot be read.</summary>
    public static RequestRefusedException Unreadable(string name, string text, string rule) =>
        Refuse(new ErrorDetails(name) { Value = $"'{text}'", Rule = rule });

    private static RequestRefusedException Refuse(ErrorDetails details) => new(StatusCodes.Status400BadRequest, details);
}
