namespace Bakeoff.Build.Reporting;

/// <summary>Codes of the findings. The targets have two of their own: BAK0000 ends a build, BAK0008 is about libraries.</summary>
internal static class FindingCodes
{
    /// <summary>The YAML of an experiment or corpus breaks a rule.</summary>
    public const string Configuration = "BAK0001";

    /// <summary>An item or property of the project is wrong.</summary>
    public const string Project = "BAK0002";

    /// <summary>The recordings are not there, or cannot be used.</summary>
    public const string Recordings = "BAK0003";

    /// <summary>A model is not current, and the build must not train.</summary>
    public const string NotCurrent = "BAK0004";

    /// <summary>Warning: a model is stale and used all the same.</summary>
    public const string StaleUsed = "BAK0005";

    /// <summary>Training failed.</summary>
    public const string Training = "BAK0006";

    /// <summary>The experiment makes models that cannot predict single recordings.</summary>
    public const string Unusable = "BAK0007";

    /// <summary>The program is at fault.</summary>
    public const string Bug = "BAK0009";
}
