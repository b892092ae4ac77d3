namespace Bakeoff.Cli;

/// <summary>What the command's exit code means; scripts rely on it.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>A check said no: something is stale, differs, or got worse.</summary>
    public const int CheckFailed = 1;

    /// <summary>The user's input or the world is at fault; the message says how to mend it.</summary>
    public const int UserError = 2;

    /// <summary>A fault of the program itself.</summary>
    public const int Bug = 70;

    /// <summary>Ctrl-C or a request to end.</summary>
    public const int Interrupted = 130;
}
