using System.Globalization;
using System.Text.Json;
using Bakeoff.Audio.Decoding;
using Bakeoff.Models;
using Bakeoff.Reports.Pages;
using Bakeoff.Testing;
using static Bakeoff.Serving.Tests.RunningServer;

namespace Bakeoff.Serving.Tests;

public sealed class PredictionServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Predict_RawBodyOrForm_GivesTheModelsBits()
    {
        await using var server = await StartAsync();
        var wav = Sounds.Wav(1.5);
        var expected = server.Model.Model.Predict(AudioDecoder.Decode(wav, "x"), "x", new TrajectoryOptions(), Token);

        var (status, raw, _) = await server.PostAsync(Bytes(wav, "audio/wav"));
        status.ShouldBe(200);
        raw.GetProperty("label").GetString().ShouldBe(expected.Label);
        raw.GetProperty("seconds").GetDouble().ShouldBe(1.5);
        raw.GetProperty("course").GetArrayLength().ShouldBe(0);
        raw.GetProperty("probabilities").EnumerateObject().Select(p => p.Name).ShouldBe(SmallModel.Labels);
        raw.GetProperty("probabilities").EnumerateObject().Select(p => p.Value.GetSingle()).ShouldBe(expected.Probabilities);

        using var form = new MultipartFormDataContent { { new StringContent("ignored"), "note" }, { Bytes(wav), "file", "my clip.wav" } };
        var (formStatus, answer, _) = await server.PostAsync(form);
        formStatus.ShouldBe(200);
        answer.GetProperty("clip").GetString().ShouldBe("my clip.wav");
        answer.GetProperty("probabilities").ToString().ShouldBe(raw.GetProperty("probabilities").ToString());
    }

    [Fact]
    public async Task Predict_ModelOfNumbers_GivesValuesByTheNamesOfTheTargets()
    {
        await using var server = await StartAsync(targets: ["arousal", "valence"]);
        var wav = Sounds.Wav(2);
        var expected = server.Model.Model.Predict(AudioDecoder.Decode(wav, "x"));

        var (status, body, _) = await server.PostAsync(Bytes(wav), "?window=1&step=1&course=always");

        status.ShouldBe(200);
        body.EnumerateObject().Select(p => p.Name).ShouldBe(["clip", "seconds", "values", "course"]);
        body.GetProperty("values").EnumerateObject().Select(p => (p.Name, p.Value.GetSingle()))
            .ShouldBe([("arousal", expected.Values[0]), ("valence", expected.Values[1])]);
        body.GetProperty("course")[1].GetProperty("values").EnumerateObject().Count().ShouldBe(2);
        var page = await server.Client.GetStringAsync("/", Token);
        page.ShouldContain("which gives <bdi>arousal</bdi>, <bdi>valence</bdi>.");
        page.ShouldContain("<li data-target=\"arousal\">");
        page.ShouldNotContain("id=\"picture\"", customMessage: "there are no probabilities to draw");
        (await server.Client.GetStringAsync("model", Token)).ShouldContain("\"targets\"");
        (await server.Client.GetStringAsync("metrics", Token)).ShouldContain("bakeoff_predictions_total{label=\"\"} 1");
    }

    [Fact]
    public async Task Predict_RejectBelow_MarksUncertainClipsAndRefusesWhatTheModelCannotDo()
    {
        await using var server = await StartAsync();

        var (status, body, _) = await server.PostAsync(Bytes(Sounds.Wav(1)), "?reject_below=1");

        status.ShouldBe(200);
        body.GetProperty("rejected").GetBoolean().ShouldBeTrue("no probability of an untrained network is 1");
        body.TryGetProperty("set", out _).ShouldBeFalse();
        (await server.PostAsync(Bytes(Sounds.Wav(1)), "?reject_below=0")).Body.GetProperty("rejected").GetBoolean().ShouldBeFalse();
        (await server.RefuseAsync(400, Bytes(Sounds.Wav(1)), "?reject_below=2")).ShouldBe("reject_below is 2, expected a probability, 0 to 1.");
        (await server.RefuseAsync(400, Bytes(Sounds.Wav(1)), "?reject_below=often")).ShouldBe(
            "reject_below is 'often', expected a number such as 0.9.");
        (await server.RefuseAsync(400, Bytes(Sounds.Wav(1)), "?reject-below=0.5")).ShouldBe(
            "the query has the unknown name 'reject-below'. Did you mean 'reject_below'?");
        (await server.RefuseAsync(400, Bytes(Sounds.Wav(1)), "?reject_below=0.5&reject_below=0.9")).ShouldBe(
            "reject_below is given 2 times, expected it once.");
        (await server.PostAsync(Bytes(Sounds.Wav(1)), "?api_key=mine")).Status.ShouldBe(200, "it may be somebody else's");
        (await server.RefuseAsync(400, Bytes(Sounds.Wav(1)), "?coverage=0.9")).ShouldBe(
            "coverage is 0.9, but the model's probabilities are not calibrated. Train it with calibration: temperature.");
    }

    [Fact]
    public async Task Predict_ServerThatRejects_MarksUncertainClipsUnlessAskedOtherwise()
    {
        await using var server = await StartAsync(new ServerOptions { Port = 0, RejectBelow = 1 });

        (await server.PostAsync(Bytes(Sounds.Wav(1)))).Body.GetProperty("rejected").GetBoolean().ShouldBeTrue();
        (await server.PostAsync(Bytes(Sounds.Wav(1)), "?reject_below=0")).Body.GetProperty("rejected").GetBoolean().ShouldBeFalse();
        new ServerOptions { RejectBelow = 1.5 }.Validate().Single().Message.ShouldBe("is 1.5, expected 0 to 1.");
    }

    [Fact]
    public async Task Predict_Flac_GivesWhatItsWavGives()
    {
        await using var server = await StartAsync();
        var flac = await server.PostAsync(Bytes(await File.ReadAllBytesAsync(Fixture.Path("flac/mono16-best.flac"), Token)));
        var wav = await server.PostAsync(Bytes(await File.ReadAllBytesAsync(Fixture.Path("flac/mono16.wav"), Token)));
        flac.Status.ShouldBe(200);
        flac.Body.ToString().ShouldBe(wav.Body.ToString());
    }

    [Fact]
    public async Task Predict_Query_DecidesAboutTheCourse()
    {
        await using var server = await StartAsync();
        var (_, body, _) = await server.PostAsync(Bytes(Sounds.Wav(2)), "?window=1&step=0.5&course=always");
        var starts = body.GetProperty("course").EnumerateArray().Select(w => w.GetProperty("start").GetDouble());
        starts.ShouldBe([0, 0.5, 1]);
        (await server.RefuseAsync(400, Bytes(Sounds.Wav(1)), "?window=abc")).ShouldBe(
            "window is 'abc', expected a number of seconds such as 2.5.");
        (await server.RefuseAsync(400, Bytes(Sounds.Wav(1)), "?window=1&step=2")).ShouldBe(
            "step is 2, expected 0.05 to the window's 1 seconds, or sound would be left out.");
        (await server.RefuseAsync(400, Bytes(Sounds.Wav(1)), "?window=NaN")).ShouldStartWith(
            "window is NaN, expected 0.05 to 3600 seconds.");
        (await server.RefuseAsync(400, Bytes(Sounds.Wav(1)), "?course=perhaps")).ShouldBe(
            "course is 'perhaps', expected auto, always or never.");
    }

    [Fact]
    public async Task Predict_WrongKindOfSound_SaysWhatAndWhatToDo()
    {
        await using var server = await StartAsync(new ServerOptions { MaxSeconds = 5 });
        (await server.RefuseAsync(400, Bytes([]))).ShouldStartWith("body is empty (0 bytes), expected a WAV, AIFF, FLAC, MP3, "
                + "Ogg Vorbis or Opus recording.");
        (await server.RefuseAsync(415, Bytes("OggS and more"u8.ToArray()))).ShouldContain("content looks like Ogg, expected WAV");
        (await server.RefuseAsync(415, Bytes("<!DOCTYPE html>"u8.ToArray(), "audio/wav"))).ShouldContain("looks like a web page");
        (await server.RefuseAsync(422, Bytes(Sounds.Wav(1)[..1000]))).ShouldContain("left in the truncated file");
        (await server.RefuseAsync(422, Bytes(Sounds.Wav(6)))).ShouldContain("sound is longer than 5 s");
        (await server.RefuseAsync(422, Bytes(SilentWav()))).ShouldContain("clip is silent");
        using var form = new MultipartFormDataContent { { new StringContent("no file"), "note" } };
        (await server.RefuseAsync(400, form)).ShouldContain("holds no file");
        using var two = new MultipartFormDataContent { { Bytes(Sounds.Wav(1)), "file", "a.wav" }, { Bytes(Sounds.Wav(1)), "file", "b.wav" } };
        (await server.RefuseAsync(400, two)).ShouldBe("multipart/form-data holds several files, expected one. Send a request for each recording.");
        (await server.RefuseAsync(400, Bytes([1, 2, 3], "multipart/form-data"))).ShouldContain("boundary");
        (await server.RefuseAsync(400, Bytes([1, 2, 3], "multipart/form-data; boundary=x"))).ShouldContain("multipart/form-data");
        using var packed = Bytes(Sounds.Wav(1));
        packed.Headers.ContentEncoding.Add("gzip");
        (await server.RefuseAsync(415, packed)).ShouldContain("Content-Encoding is 'gzip'");
        (await server.PostAsync(Bytes(Sounds.Wav(1)))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Predict_TwoGigabytesAnnounced_IsRefusedBeforeTheyCome()
    {
        await using var server = await StartAsync(new ServerOptions { MaxMegabytes = 1 });
        using var client = new RawClient(server.Address);
        client.SendHead("Content-Length: 2147483648");
        var answer = client.Receive();
        answer.ShouldStartWith("HTTP/1.1 413 ");
        answer.ShouldContain("Connection: close");
        answer.ShouldContain("body is announced with 2147483648 bytes, expected at most 1000000 bytes.");
        (await server.PostAsync(Bytes(Sounds.Wav(1)))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Predict_EndlessChunks_AreRefusedAtTheLimit()
    {
        await using var server = await StartAsync(new ServerOptions { MaxMegabytes = 1 });
        using var client = new RawClient(server.Address);
        client.SendHead("Transfer-Encoding: chunked");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 16; i++)
        {
            client.Send("10000\r\n");
            client.Send(new byte[0x10000]);
            client.Send("\r\n");
        }

        client.Receive().ShouldContain("body is too large, expected at most 1000000 bytes.");
        (GC.GetTotalMemory(forceFullCollection: false) - before).ShouldBeLessThan(50_000_000);
    }

    [Fact]
    public async Task Predict_ClientThatHangs_IsEndedAndOthersAreServed()
    {
        await using var server = await StartAsync(new ServerOptions { TimeoutSeconds = 1, Concurrency = 2 });
        using var client = new RawClient(server.Address);
        client.SendHead("Content-Length: 1000");
        client.Send("RIFF");
        (await server.PostAsync(Bytes(Sounds.Wav(1)))).Status.ShouldBe(200);
        var answer = client.Receive();
        answer.ShouldStartWith("HTTP/1.1 408 ");
        answer.ShouldContain("the recording did not arrive within 1 s.");
    }

    [Fact]
    public async Task Predict_MoreAtOnceThanAllowed_AreSentAwayWithRetryAfter()
    {
        await using var server = await StartAsync(
            new ServerOptions
            {
                Concurrency = 1,
                Queue = 1,
                TimeoutSeconds = 20,
            });
        using var first = new RawClient(server.Address);
        using var second = new RawClient(server.Address);
        foreach (var client in new[] { first, second })
        {
            client.SendHead("Content-Length: 1000");
            await WaitFor(async () =>
                (await MetricsAsync(server)).Contains("bakeoff_predict_requests_in_progress 1", StringComparison.Ordinal));
        }

        (int Status, JsonElement Body, HttpResponseMessage Response) third = default;
        await WaitFor(async () => (third = await server.PostAsync(Bytes(Sounds.Wav(1)), cancellationToken: Token)).Status == 503);
        third.Response!.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        third
            .Body.GetProperty("detail")
            .GetString()
            .ShouldBe("1 predictions are in progress and 1 requests wait. Try again after the time in Retry-After.");
    }

    [Fact]
    public async Task Predict_HundredAtOnce_EachIsAnsweredAlikeOrSentAway()
    {
        await using var server = await StartAsync(new ServerOptions { Concurrency = 2, Queue = 20 });
        var wav = Sounds.Wav(1);
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => server.PostAsync(Bytes(wav))));
        answers.Select(a => a.Status).ShouldBeSubsetOf([200, 503]);
        answers.Count(a => a.Status == 200).ShouldBeGreaterThanOrEqualTo(20);
        answers.Where(a => a.Status == 200).Select(a => a.Body.ToString()).Distinct().Count().ShouldBe(1);
        answers.Where(a => a.Status == 503).ShouldAllBe(a => a.Response.Headers.RetryAfter != null);
        (await server.PostAsync(Bytes(wav))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Predict_ClientGoesAway_FreesItsPlace()
    {
        await using var server = await StartAsync(new ServerOptions { Concurrency = 1, Queue = 0 });
        using (var client = new RawClient(server.Address))
        {
            client.SendHead("Content-Length: 1000");
            await WaitFor(async () =>
                (await MetricsAsync(server)).Contains("bakeoff_predict_requests_in_progress 1", StringComparison.Ordinal));
        }

        await WaitFor(async () => (await server.PostAsync(Bytes(Sounds.Wav(1)))).Status == 200);

        // Whether the end of the connection or of the body is seen first is a matter of microseconds.
        (await MetricsAsync(server)).ShouldMatch("bakeoff_predict_requests_total\\{code=\"(400|499)\"\\} 1");
    }

    [Fact]
    public async Task Metrics_AfterRequests_CountThem()
    {
        await using var server = await StartAsync();
        var (_, body, _) = await server.PostAsync(Bytes(Sounds.Wav(1.25)));
        await server.RefuseAsync(400, Bytes([]));
        var metrics = await MetricsAsync(server);
        metrics.ShouldContain("bakeoff_predict_requests_total{code=\"200\"} 1\n");
        metrics.ShouldContain("bakeoff_predict_requests_total{code=\"400\"} 1\n");
        metrics.ShouldContain($"bakeoff_predictions_total{{label=\"{body.GetProperty("label").GetString()}\"}} 1\n");
        metrics.ShouldContain("bakeoff_sound_seconds_total 1.25\n");
        metrics.ShouldContain("# TYPE bakeoff_predict_duration_seconds histogram\n");
    }

    [Fact]
    public async Task HealthModelPageAndUnknownAddress_AnswerAsDocumented()
    {
        await using var server = await StartAsync();
        (await server.Client.GetStringAsync("health", Token)).ShouldStartWith("{\"status\":\"ok\",\"model\":\"bakeoff-serving-");
        using var model = JsonDocument.Parse(await server.Client.GetStringAsync("model", Token));
        model.RootElement.GetProperty("labels").EnumerateArray().Select(l => l.GetString()).ShouldBe(SmallModel.Labels);
        model.RootElement.GetProperty("max_bytes").GetInt64().ShouldBe(25_000_000);
        var page = await server.Client.GetAsync("", Token);
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        page.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
        foreach (var (method, path, status) in new[] { (HttpMethod.Get, "nothing", 404), (HttpMethod.Get, "predict", 405) })
        {
            var response = await server.Client.SendAsync(new HttpRequestMessage(method, path), Token);
            ((int)response.StatusCode).ShouldBe(status);
            response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        }
    }

    [Fact]
    public async Task OpenApi_Document_DescribesWhatTheServerTakesAndGives()
    {
        await using var server = await StartAsync();
        using var document = JsonDocument.Parse(await server.Client.GetStringAsync("openapi/v1.json", Token));
        var root = document.RootElement;
        root.GetProperty("openapi").GetString().ShouldStartWith("3.");
        root.GetProperty("paths").EnumerateObject().Select(p => p.Name).ShouldBe(["/predict", "/model", "/health", "/metrics"]);
        var predict = root.GetProperty("paths").GetProperty("/predict").GetProperty("post");
        predict
            .GetProperty("parameters")
            .EnumerateArray()
            .Select(p => p.GetProperty("name").GetString())
            .ShouldBe(["window", "step", "course", "reject_below", "coverage"]);
        predict
            .GetProperty("requestBody")
            .GetProperty("content")
            .EnumerateObject()
            .Select(c => c.Name)
            .ShouldContain("multipart/form-data");
        predict.GetProperty("responses").EnumerateObject().Select(r => r.Name).ShouldBe(["200", "400", "408", "413", "415", "422", "503"]);
        var clip = root.GetProperty("components").GetProperty("schemas").GetProperty("PredictionDocument").GetProperty("properties");
        var (_, body, _) = await server.PostAsync(Bytes(Sounds.Wav(1)));

        // Values are those of models that predict numbers; the others are there when they are asked for.
        clip.EnumerateObject()
            .Select(p => p.Name)
            .Where(name => name is not ("values" or "rejected" or "set"))
            .ShouldBe(body.EnumerateObject().Select(p => p.Name));
        clip.GetProperty("seconds").GetProperty("type").GetString().ShouldBe("number");
    }

    [Fact]
    public async Task Start_PortInUseOrUnknownHost_SaysWhatToDo()
    {
        await using var server = await StartAsync();
        var taken = new ServerOptions { Port = server.Address.Port };
        var inUse = await Should.ThrowAsync<ServerStartException>(() => PredictionServer.StartAsync(server.Model.Model, taken, Token));
        inUse.Message.ShouldStartWith(
            string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{server.Address.Port}: cannot be listened on: "));
        var unknown = new ServerOptions { Host = "nowhere" };
        var noHost = await Should.ThrowAsync<ServerStartException>(() => PredictionServer.StartAsync(server.Model.Model, unknown, Token));
        noHost.Message.ShouldBe("--host is 'nowhere', expected an IP address of this machine, localhost, or * for all addresses.");
    }

    [Fact]
    public void Validate_OutOfRange_NamesEachOption() =>
        new ServerOptions
        {
            Port = 70000,
            MaxMegabytes = 0,
            TimeoutSeconds = double.NaN,
        }
            .Validate()
            .Select(p => $"{p.Key} {p.Message}")
            .ShouldBe([
                "port is 70000, expected 0 to 65535.",
                "max-megabytes is 0, expected 1 to 1024.",
                "timeout is NaN, expected 1 to 86400.",
            ]);

    private static Task<string> MetricsAsync(RunningServer server) => server.Client.GetStringAsync("metrics", Token);

    private static async Task WaitFor(Func<Task<bool>> condition)
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            if (await condition())
            {
                return;
            }

            await Task.Delay(50, Token);
        }

        throw new TimeoutException("The condition was not met within ten seconds.");
    }

    private static byte[] SilentWav()
    {
        using var file = new MemoryStream();
        WavWriter.Write16(file, new float[Sounds.RateHz], Sounds.RateHz);
        return file.ToArray();
    }
}
