using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Runs;

/// <summary>The error of a run at the end of its note.</summary>
internal static class ErrorNote
{
    /// <summary>The note with the error below it.</summary>
    /// <param name="note">Note of the run; null for none.</param>
    /// <param name="status">FAILED or KILLED.</param>
    /// <param name="problem">Message of the error.</param>
    internal static string Append(string? note, RunStatus status, string problem) =>
        $"{(string.IsNullOrEmpty(note) ? "" : note + "\n\n")}{Ending(status, problem)}";

    /// <summary>The note without an error that <see cref="Append"/> left at its end.</summary>
    internal static string Remove(string note, string problem)
    {
        foreach (RunStatus status in (ReadOnlySpan<RunStatus>)[RunStatus.Failed, RunStatus.Killed])
        {
            if (note.EndsWith(Ending(status, problem), StringComparison.Ordinal))
            {
                return note[..^Ending(status, problem).Length].TrimEnd('\n');
            }
        }

        return note;
    }

    private static string Ending(RunStatus status, string problem) => $"**{status}:** {problem}";
}
