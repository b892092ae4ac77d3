namespace Bakeoff.Mlflow.Tests.Server;

/// <summary>A way in which one call to a server goes wrong.</summary>
public enum Fault
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>The connection breaks before the server does anything.</summary>
    ResetBefore,

    /// <summary>The server does it, but the connection breaks before the answer.</summary>
    ResetAfter,

    /// <summary>Error 500 with MLflow's JSON, nothing done.</summary>
    InternalErrorBefore,

    /// <summary>Error 500 as a page in HTML, though the server did it.</summary>
    InternalErrorAfter,

    /// <summary>Error 502 of a gateway, though the server did it.</summary>
    BadGatewayAfter,

    /// <summary>Error 503 with Retry-After, nothing done.</summary>
    UnavailableBefore,

    /// <summary>Error 429 with Retry-After, nothing done.</summary>
    TooManyBefore,

    /// <summary>Error 408, nothing done.</summary>
    TimeoutBefore,

    /// <summary>Error 504 of a gateway, though the server did it.</summary>
    GatewayTimeoutAfter,

    /// <summary>The server does it, but the answer ends in the middle.</summary>
    TruncatedAfter,

    /// <summary>The server does it, but a gateway answers 200 with a page in HTML.</summary>
    PageAfter,

    /// <summary>The server does it and never answers.</summary>
    SilenceAfter,

    /// <summary>For log-batch: half of the points are stored, then error 500. For others as <see cref="InternalErrorBefore"/>.</summary>
    HalfDone,
}
