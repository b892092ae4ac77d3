namespace Bakeoff.Mlflow;

/// <summary>Values of <see cref="MlflowException.ErrorCode"/> that callers branch on; spelled as MLflow spells them.</summary>
public static class MlflowErrorCodes
{
    /// <summary>No such experiment, run, metric, tag or model.</summary>
    public const string ResourceDoesNotExist = "RESOURCE_DOES_NOT_EXIST";

    /// <summary>The name is taken.</summary>
    public const string ResourceAlreadyExists = "RESOURCE_ALREADY_EXISTS";

    /// <summary>The request breaks a rule, or contradicts what is stored.</summary>
    public const string InvalidParameterValue = "INVALID_PARAMETER_VALUE";

    /// <summary>The request is malformed, or the server's database refused it.</summary>
    public const string BadRequest = "BAD_REQUEST";

    /// <summary>The resource is in a state that does not allow this, such as deleted.</summary>
    public const string InvalidState = "INVALID_STATE";

    /// <summary>The server has no such call: its version is too old or too new, or the address belongs to another program.</summary>
    public const string EndpointNotFound = "ENDPOINT_NOT_FOUND";

    /// <summary>The server has the call, but its storage does not support it.</summary>
    public const string NotImplemented = "NOT_IMPLEMENTED";

    /// <summary>An unexpected error in the server.</summary>
    public const string InternalError = "INTERNAL_ERROR";

    /// <summary>The server asks for credentials, or refuses those that it got.</summary>
    public const string Unauthenticated = "UNAUTHENTICATED";

    /// <summary>The user, or this computer's user account, may not do this.</summary>
    public const string PermissionDenied = "PERMISSION_DENIED";

    /// <summary>No connection, no answer in time, or an answer that breaks off. Set by this client.</summary>
    public const string Unreachable = "UNREACHABLE";

    /// <summary>The server's certificate is not trusted, or the secure connection failed. Set by this client.</summary>
    public const string CertificateNotTrusted = "CERTIFICATE_NOT_TRUSTED";

    /// <summary>The answer is not from MLflow: a sign-in page, a redirect, or another program. Set by this client.</summary>
    public const string NotMlflow = "NOT_MLFLOW";

    /// <summary>A disk is full, on this computer or on the server. Set by this client.</summary>
    public const string DiskFull = "DISK_FULL";
}
