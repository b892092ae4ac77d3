namespace Bakeoff.Cli;

/// <summary>Exit codes of the command; scripts rely on them.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>A check said no: something is stale, differs, or got worse.</summary>
    public const int CheckFailed = 1;

    /// <summary>The user's input or the world is at error; the message says how to mend it.</summary>
    public const int UserError = 2;

    /// <summary>A error of the program itself.</summary>
    public const int Bug = 70;

    /// <summary>Ctrl-C or a request to end.</summary>
    public const int Interrupted = 130;
}
