package tori.e2e;

import static org.awaitility.Awaitility.await;

import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Level;

/** A Chromium without a window, with a profile of its own. Used by one test's thread. */
final class Browser implements AutoCloseable {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Whether there is one on this machine; else: apt-get install chromium chromium-driver. */
    static boolean isThere() {
        return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
    }

    /** Starts one that looks through a window of this size. */
    static Browser start(Path profile, int width, int height) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-proxy-server",
                "--hide-scrollbars",
                "--lang=en-GB",
                "--user-data-dir=" + profile,
                "--window-size=" + width + "," + height);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service =
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .usingAnyFreePort()
                        .build();
        Browser browser = new Browser(new ChromeDriver(service, options));
        browser.resize(width, height);
        return browser;
    }

    void open(String url) {
        driver.get(url);
    }

    /** A page of this size, as a device with that screen has it. */
    void resize(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        width,
                        "height",
                        height,
                        "deviceScaleFactor",
                        1,
                        "mobile",
                        width < 600));
    }

    /** Has the system prefer {@code dark} or {@code light}. */
    void prefer(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        // Until it is painted like that.
        driver.executeAsyncScript(
                "const done = arguments[0];"
                        + "requestAnimationFrame(() => requestAnimationFrame(() => done()))");
    }

    /** Whether something is seen: what is hidden has no place on the page. */
    boolean sees(String css) {
        return Boolean.TRUE.equals(
                script(
                        "return [...document.querySelectorAll(arguments[0])]"
                                + ".some(element => element.getClientRects().length > 0)",
                        css));
    }

    void awaitSight(String css) {
        await("sight of " + css).atMost(PATIENCE).until(() -> sees(css));
    }

    /** How many there are in the document. */
    int count(String css) {
        return driver.findElements(By.cssSelector(css)).size();
    }

    /** The text of the first, as it is in the document. */
    String text(String css) {
        return String.valueOf(
                script("return document.querySelector(arguments[0])?.textContent ?? ''", css));
    }

    void awaitText(String css, String part) {
        await(css + " says " + part).atMost(PATIENCE).until(() -> text(css).contains(part));
    }

    void click(String css) {
        act("click on ", css, WebElement::click);
    }

    /** Presses the mouse's button on it, and does not let it go. */
    void hold(String css) {
        act("press on ", css, element -> new Actions(driver).clickAndHold(element).perform());
    }

    private void act(String what, String css, Consumer<WebElement> action) {
        awaitSight(css);
        // What is live may be drawn anew between finding it and moving onto it.
        await(what + css)
                .atMost(PATIENCE)
                .ignoreException(StaleElementReferenceException.class)
                .until(() -> {
                    action.accept(driver.findElement(By.cssSelector(css)));
                    return true;
                });
    }

    /** Lets the mouse's button go, wherever the pointer is. */
    void letGo() {
        new Actions(driver).release().perform();
    }

    /** Moves the pointer there and lets the mouse's button go: no click on what was pressed. */
    void letGoElsewhere(String css) {
        WebElement elsewhere = driver.findElement(By.cssSelector(css));
        new Actions(driver).moveToElement(elsewhere).release().perform();
    }

    /** Types into a field. */
    void type(String css, String text) {
        WebElement field = driver.findElement(By.cssSelector(css));
        field.clear();
        field.sendKeys(text);
    }

    /** Presses keys, wherever the focus is. */
    void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    void pressEscape() {
        press(Keys.ESCAPE);
    }

    void pressEnter() {
        press(Keys.ENTER);
    }

    /** What a script returns; null for nothing. */
    @Nullable Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** What the browser complained of since it was asked last: scripts that failed, refusals. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                complaints.add(entry.getMessage());
            }
        }
        return complaints;
    }

    /** Keeps a picture of the page. */
    void picture(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
