DROP INDEX "phone_links_by_token";--> statement-breakpoint
CREATE INDEX "phone_links_by_token" ON "phone_links" USING btree ("token_hash");